'use client';

import type { Route } from 'next';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { createContext, use, useCallback, useMemo, useTransition, type AriaAttributes, type ReactNode } from 'react';

import classes from './list-navigation.module.css';

interface ListNavigation {
  pending: boolean;
  /** Goes to another state of the list. `replace` for steps that Back should not stop at. */
  go: (href: Route, how?: 'push' | 'replace') => void;
}

const ListNavigationContext = createContext<ListNavigation | null>(null);

/** Search, filters, sorting and paging of one list: they share one "loading", shown over the rows. */
export function ListNavigationProvider({ children }: { children: ReactNode }) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const go = useCallback(
    (href: Route, how: 'push' | 'replace' = 'push') => {
      startTransition(() => router[how](href, { scroll: false }));
    },
    [router],
  );
  const value = useMemo(() => ({ pending, go }), [pending, go]);
  return <ListNavigationContext value={value}>{children}</ListNavigationContext>;
}

export function useListNavigation(): ListNavigation {
  const navigation = use(ListNavigationContext);
  if (!navigation) throw new Error('This component belongs inside a ListNavigationProvider');
  return navigation;
}

interface ListLinkProps extends Pick<AriaAttributes, 'aria-label' | 'aria-current'> {
  href: Route;
  className?: string;
  children: ReactNode;
  rel?: 'next' | 'prev';
}

/** A link to another state of the same list. */
export function ListLink({ href, ...props }: ListLinkProps) {
  const { go } = useListNavigation();
  return (
    <Link
      {...props}
      href={href}
      prefetch={false}
      scroll={false}
      onNavigate={(event) => {
        event.preventDefault();
        go(href);
      }}
    />
  );
}

/** The rows. While others are fetched they stay, and after a moment a skeleton of the same height lies over them. */
export function ListRows({ children, loadingLabel }: { children: ReactNode; loadingLabel: string }) {
  const { pending } = useListNavigation();
  return (
    <div className={classes.rows} aria-busy={pending}>
      {children}
      {pending && <div className={classes.skeleton} aria-hidden="true" />}
      <p className={classes.live} role="status">
        {pending ? loadingLabel : ''}
      </p>
    </div>
  );
}
