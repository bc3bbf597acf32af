import type { ReactNode } from 'react';

import classes from './badge.module.css';

interface StatusBadgeProps {
  tone: 'good' | 'warning' | 'bad' | 'neutral' | 'accent';
  children: ReactNode;
}

/** A state in words. The dot repeats it in colour, never alone. */
export function StatusBadge({ tone, children }: StatusBadgeProps) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {children}
    </span>
  );
}
