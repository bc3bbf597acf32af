'use client';

import type { Route } from 'next';
import Link, { useLinkStatus } from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';

import classes from './sidebar.module.css';

/** A place in the sidebar, marked while the page is there or below it. */
export function NavLink({ href, children }: { href: Route; children: ReactNode }) {
  const path = usePathname();
  const isHere = path === href;
  return (
    <Link
      href={href}
      prefetch={false}
      className={classes.link}
      aria-current={isHere ? 'page' : path.startsWith(`${href}/`) ? true : undefined}
    >
      {children}
      <Waiting />
    </Link>
  );
}

/** A sign that the click was heard, should the page take a while. */
function Waiting() {
  const { pending } = useLinkStatus();
  return <span className={classes.waiting} data-pending={pending} aria-hidden="true" />;
}
