import type { Route } from 'next';
import type { ReactNode } from 'react';

/**
 * What stands between `<link>` and `</link>` in a message, as a link to there. A plain one: pages for people who are not
 * signed in are opened one at a time, and go without the weight of the router's.
 */
export function linkTo(href: Route): (text: ReactNode) => ReactNode {
  return (text) => <a href={href}>{text}</a>;
}
