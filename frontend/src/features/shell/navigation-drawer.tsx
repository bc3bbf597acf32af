'use client';

import type { ReactNode } from 'react';

import { Icon } from '@/components/icon';
import { usePopover } from '@/components/use-popover';

import { NAVIGATION_ID } from './navigation-ids';
import classes from './sidebar.module.css';

interface NavigationDrawerProps {
  label: string;
  closeLabel: string;
  children: ReactNode;
}

/** Where there is room, CSS shows the popover in place; else it opens over the page. */
export function NavigationDrawer({ label, closeLabel, children }: NavigationDrawerProps) {
  const nav = usePopover<HTMLElement>();
  return (
    <nav ref={nav} id={NAVIGATION_ID} popover="auto" aria-label={label} className={classes.nav}>
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
