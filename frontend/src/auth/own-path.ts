import type { Route } from 'next';

import { env } from '@/lib/env';
import { safePath } from '@/lib/safe-path';

/** The path to go on to, from a path or from an address of ours (NextAuth's `callbackUrl` is a whole address). */
export function ownPath(value: unknown, fallback: Route = '/'): Route {
  const { webUrl } = env();
  const isOurs = typeof value === 'string' && (value === webUrl || value.startsWith(`${webUrl}/`));
  return safePath(isOurs ? value.slice(webUrl.length) || '/' : value, fallback);
}
