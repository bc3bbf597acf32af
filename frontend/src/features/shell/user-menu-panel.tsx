'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useRef, type ReactNode } from 'react';

import { USER_MENU_ID } from './navigation-ids';
import classes from './user-menu.module.css';

/** The popover itself: it closes once a link in it has led somewhere, and when focus leaves it. */
export function UserMenuPanel({ label, children }: { label: string; children: ReactNode }) {
  const panel = useRef<HTMLDivElement>(null);
  const path = usePathname();

  useEffect(() => {
    if (panel.current?.matches(':popover-open')) panel.current.hidePopover();
  }, [path]);

  return (
    <div
      ref={panel}
      id={USER_MENU_ID}
      popover="auto"
      role="group"
      aria-label={label}
      className={classes.panel}
      onBlur={(event) => {
        const left = event.relatedTarget && !event.currentTarget.contains(event.relatedTarget);
        if (left && event.currentTarget.matches(':popover-open')) event.currentTarget.hidePopover();
      }}
    >
      {children}
    </div>
  );
}
