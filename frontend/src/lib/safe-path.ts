import type { Route } from 'next';

/** Any origin would do: it only shows whether a path stays on the origin it started from. */
const SOME_ORIGIN = 'https://own.invalid';

/**
 * The given place to go on to if it is a path on our own origin, else `fallback`.
 * Refuses other origins in every spelling browsers follow: `//host`, `/\host`, `\t//host`, `https:host`, `javascript:`.
 */
export function safePath(value: unknown, fallback: Route = '/'): Route {
  if (typeof value !== 'string' || !value.startsWith('/') || value.length > 2000) return fallback;
  if (!URL.canParse(value, SOME_ORIGIN)) return fallback;
  const url = new URL(value, SOME_ORIGIN);
  if (url.origin !== SOME_ORIGIN || url.pathname.startsWith('//')) return fallback;
  // Whether there is such a page is found out by going there.
  return (url.pathname + url.search + url.hash) as Route;
}

/** A path of ours with query parameters; those without a value are left out. */
export function pathWith(path: Route, query: Record<string, string | undefined>): Route {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value);
  return search.size > 0 ? (`${path}?${search}` as Route) : path;
}
