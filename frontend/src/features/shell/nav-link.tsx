'use client';

import type { Route } from 'next';
import Link, { useLinkStatus } from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';

import classes from './sidebar.module.css';

interface NavLinkProps {
  href: Route;
  /** What has a longer address is another place. */
  isAlone?: boolean;
  children: ReactNode;
}

/** A place in the sidebar, marked while the page is there or below it. */
export function NavLink({ href, isAlone = false, children }: NavLinkProps) {
  const path = usePathname();
  const isHere = path === href;
  return (
    <Link
      href={href}
      prefetch={false}
      className={classes.link}
      aria-current={isHere ? 'page' : !isAlone && path.startsWith(`${href}/`) ? true : undefined}
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
