import { decode, encode } from 'next-auth/jwt';

import { env } from '@/lib/env';
import type { Reach } from '@/lib/permissions';
import type { Schemas } from '@/lib/api';

/** What the encrypted session cookie holds. It never leaves the server in any other form. */
export interface SessionToken {
  sub: string;
  email: string;
  name: string;
  role: string;
  permissions: Record<string, Reach>;
  /** The API's id of this session. */
  sessionId: string;
  accessToken: string;
  /** Until then it is good for sure. Epoch milliseconds by this machine's clock. */
  accessExpiresAt: number;
  accessTtlSeconds: number;
  refreshToken: string;
  /** When the API ends the session unless it is used before. Epoch milliseconds by this machine's clock. */
  sessionEndsAt: number;
}

/** A moment for the person's clock and ours to differ, and for a page to be rendered. */
const RENEW_BEFORE_MS = 60_000;

/** Beginning and end of an access token are whole seconds: issued late in one, it lives so much shorter. */
const WHOLE_SECOND_MS = 1_000;

/**
 * How long the cookie may lie in the browser: the most that browsers allow. How long a *session* lives is the API's
 * decision alone; a cookie that outlives it is refused there.
 */
export const COOKIE_MAX_AGE_SECONDS = 400 * 24 * 60 * 60;

/** @param now epoch milliseconds */
export function sessionTokenOf(pair: Schemas['TokenPair'], now: number): SessionToken {
  const { user } = pair;
  return {
    sub: user.id,
    email: user.email,
    name: user.name,
    role: user.role,
    permissions: user.permissions,
    sessionId: sessionIdOf(pair.accessToken),
    accessToken: pair.accessToken,
    accessExpiresAt: now + pair.expiresIn * 1000 - WHOLE_SECOND_MS,
    accessTtlSeconds: pair.expiresIn,
    refreshToken: pair.refreshToken,
    sessionEndsAt: now + pair.refreshExpiresIn * 1000,
  };
}

/** Whether the access token is over, or so nearly that it might be over before the page is made. */
export function needsRenewal(token: SessionToken, now: number): boolean {
  const margin = Math.min(RENEW_BEFORE_MS, (token.accessTtlSeconds * 1000) / 5);
  return now >= token.accessExpiresAt - margin;
}

export function encodeSession(token: SessionToken): Promise<string> {
  return encode({ token: { ...token }, secret: env().nextAuthSecret, maxAge: COOKIE_MAX_AGE_SECONDS });
}

/** The content of a cookie of ours; null for anything else: forged, damaged, of another secret or another release. */
export async function decodeSession(value: string | undefined): Promise<SessionToken | null> {
  if (!value) return null;
  try {
    const content = await decode({ token: value, secret: env().nextAuthSecret });
    return isSessionToken(content) ? content : null;
  } catch {
    return null;
  }
}

/** The same content where NextAuth hands it over without its type. */
export function asSessionToken(content: unknown): SessionToken {
  if (!isSessionToken(content)) throw new TypeError('Not the content of a session cookie');
  return content;
}

function isSessionToken(content: unknown): content is SessionToken {
  if (typeof content !== 'object' || content === null) return false;
  const { sub, sessionId, accessToken, refreshToken, accessExpiresAt, accessTtlSeconds, sessionEndsAt } =
    content as Partial<SessionToken>;
  return (
    [sub, sessionId, accessToken, refreshToken].every((text) => typeof text === 'string') &&
    [accessExpiresAt, accessTtlSeconds, sessionEndsAt].every((number) => typeof number === 'number')
  );
}

/** Reads the `sid` claim. Not verified: it came from the API over our own connection, and only the API acts on it. */
function sessionIdOf(accessToken: string): string {
  const payload = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()) as { sid?: unknown };
  if (typeof payload.sid !== 'string') throw new Error('The access token names no session');
  return payload.sid;
}
