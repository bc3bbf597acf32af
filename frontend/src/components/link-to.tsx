import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';

/** What stands between `<link>` and `</link>` in a message, as a link to there. */
export function linkTo(href: Route): (text: ReactNode) => ReactNode {
  return (text) => (
    <Link href={href} prefetch={false}>
      {text}
    </Link>
  );
}
