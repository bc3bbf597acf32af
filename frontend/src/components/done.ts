import type { Route } from 'next';

/** The query parameter by which a redirect after an act says what was done. */
export const DONE_PARAM = 'done';

/** The address to go to after an act, which will say what was done. */
export function doneHref(path: Route, what: string): Route {
  const [pathname, query] = path.split('?');
  const search = new URLSearchParams(query);
  search.set(DONE_PARAM, what);
  return `${pathname}?${search}` as Route;
}
