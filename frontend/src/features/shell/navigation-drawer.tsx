'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useRef, type ReactNode } from 'react';

import { Icon } from '@/components/icon';

import { NAVIGATION_ID } from './navigation-ids';
import classes from './sidebar.module.css';

interface NavigationDrawerProps {
  label: string;
  closeLabel: string;
  children: ReactNode;
}

/** Where there is room, CSS shows the popover in place; else it opens over the page. */
export function NavigationDrawer({ label, closeLabel, children }: NavigationDrawerProps) {
  const nav = useRef<HTMLElement>(null);
  const path = usePathname();

  useEffect(() => {
    if (nav.current?.matches(':popover-open')) nav.current.hidePopover();
  }, [path]);

  return (
    <nav
      ref={nav}
      id={NAVIGATION_ID}
      popover="auto"
      aria-label={label}
      className={classes.nav}
      onBlur={(event) => {
        // The page behind is shaded: focus must not wander there unseen.
        const left = event.relatedTarget && !event.currentTarget.contains(event.relatedTarget);
        if (left && event.currentTarget.matches(':popover-open')) event.currentTarget.hidePopover();
      }}
    >
      <button
        type="button"
        popoverTarget={NAVIGATION_ID}
        popoverTargetAction="hide"
        className={classes.close}
        aria-label={closeLabel}
      >
        <Icon name="close" />
      </button>
      {children}
    </nav>
  );
}
