'use client';

import type { ReactNode } from 'react';

import { usePopover } from '@/components/use-popover';

import { USER_MENU_ID } from './navigation-ids';
import classes from './user-menu.module.css';

/** The popover itself; the button that opens it stands in the header. */
export function UserMenuPanel({ label, children }: { label: string; children: ReactNode }) {
  const panel = usePopover<HTMLDivElement>();
  return (
    <div ref={panel} id={USER_MENU_ID} popover="auto" role="group" aria-label={label} className={classes.panel}>
      {children}
    </div>
  );
}
