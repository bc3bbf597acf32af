import { env } from '@/lib/env';

import { COOKIE_MAX_AGE_SECONDS } from './session-token';

/** The one name of the session cookie. NextAuth is told the same in next-auth-options.ts. */
const NAME = 'latchkey.session';

/** Browsers refuse a cookie above 4,096 bytes, name and attributes included. NextAuth would cut a longer one into chunks. */
export const COOKIE_MAX_BYTES = 4_096;

/** `__Host-` makes the browser insist on https, on this host alone and on path `/`; it works on https only. */
export function sessionCookieName(): string {
  return env().isHttps ? `__Host-${NAME}` : NAME;
}

export function sessionCookieOptions() {
  return { httpOnly: true, sameSite: 'lax' as const, path: '/', secure: env().isHttps };
}

/** Everything that `cookies().set` and `response.cookies.set` want to know about a live session. */
export function liveSessionCookie(value: string) {
  return { name: sessionCookieName(), value, maxAge: COOKIE_MAX_AGE_SECONDS, ...sessionCookieOptions() };
}

/** The same for taking the cookie, or one chunk of it, away. */
export function expiredSessionCookie(name: string) {
  return { name, value: '', maxAge: 0, ...sessionCookieOptions() };
}

interface NamedValue {
  name: string;
  value: string;
}

/** Names of all cookies that are, or once were, a part of the session: the cookie itself and its chunks `.0`, `.1`, … */
export function sessionCookieNames(cookies: readonly NamedValue[]): string[] {
  return cookies.map(({ name }) => name).filter((name) => name === sessionCookieName() || chunkIndex(name) !== null);
}

/** The session cookie's value: whole, or put together from chunks. The whole one wins over chunks left from before. */
export function sessionCookieValue(cookies: readonly NamedValue[]): string | undefined {
  const whole = cookies.find(({ name }) => name === sessionCookieName());
  if (whole) return whole.value;
  const chunks = cookies
    .map(({ name, value }) => ({ index: chunkIndex(name), value }))
    .filter((chunk): chunk is { index: number; value: string } => chunk.index !== null)
    .toSorted((a, b) => a.index - b.index);
  return chunks.length > 0 ? chunks.map(({ value }) => value).join('') : undefined;
}

function chunkIndex(name: string): number | null {
  const prefix = `${sessionCookieName()}.`;
  const suffix = name.startsWith(prefix) ? name.slice(prefix.length) : '';
  return /^\d{1,2}$/.test(suffix) ? Number(suffix) : null;
}
