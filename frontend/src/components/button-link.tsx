'use client';

import { Button, type ButtonProps } from '@mantine/core';
import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';

interface ButtonLinkProps extends ButtonProps {
  href: Route;
  children: ReactNode;
  /** What is to happen besides, where there are scripts. */
  onClick?: () => void;
  /** The first thing to do on the page: `n` goes there. @see shortcuts.tsx */
  'data-shortcut'?: 'new';
}

/**
 * A link that looks like a button: it leads somewhere, so it must open in a new tab like any link.
 * Nothing is fetched ahead: pages are personal and made on request, and a list would ask for each of its rows.
 */
export function ButtonLink(props: ButtonLinkProps) {
  return <Button component={Link} prefetch={false} {...props} />;
}
