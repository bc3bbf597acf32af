import type { Route } from 'next';
import type { ReactNode } from 'react';

import { StatusBadge } from '@/components/badge';
import { ButtonLink } from '@/components/button-link';

import classes from './security-list.module.css';

/** One thing that protects an account: how it stands, and what can be done for it. */
export interface Protection {
  id: string;
  title: string;
  /** How it stands, in words; none where there is nothing to judge. */
  badge?: { tone: 'good' | 'neutral' | 'warning'; state: string };
  text: ReactNode;
  act: { href: Route; label: string };
}

export function SecurityList({ label, protections }: { label: string; protections: readonly Protection[] }) {
  return (
    <ul className={classes.list} aria-label={label}>
      {protections.map(({ id, title, badge, text, act }) => (
        <li key={id} className={classes.item}>
          <div className={classes.what}>
            <h2 className={classes.title}>
              {title} {badge && <StatusBadge tone={badge.tone}>{badge.state}</StatusBadge>}
            </h2>
            <p className={classes.text}>{text}</p>
          </div>
          <ButtonLink href={act.href} variant="default">
            {act.label}
          </ButtonLink>
        </li>
      ))}
    </ul>
  );
}
