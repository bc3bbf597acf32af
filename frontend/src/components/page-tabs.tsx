'use client';

import type { Route } from 'next';
import Link from 'next/link';
import { usePathname } from 'next/navigation';

import classes from './page-tabs.module.css';

interface PageTabsProps {
  /** Names the group of pages. */
  label: string;
  tabs: Array<{ href: Route; label: string }>;
}

/** The pages about one thing. They are links, each with its own address, not tabs that hide parts of one page. */
export function PageTabs({ label, tabs }: PageTabsProps) {
  const path = usePathname();
  return (
    <nav aria-label={label} className={classes.tabs}>
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          prefetch={false}
          className={classes.tab}
          aria-current={path === tab.href ? 'page' : undefined}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
