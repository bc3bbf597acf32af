import 'server-only';

import { cookies } from 'next/headers';

import { clientFor } from '@/lib/api-transport';
import { log } from '@/lib/log';
import { callContext } from '@/lib/request-context';

import { expiredSessionCookie, sessionCookieNames } from './session-cookie';
import type { SessionToken } from './session-token';

/** Ending must not keep anybody waiting longer than this. */
const TIMEOUT_MS = 3_000;

/** Ends a session at the API, which acts everywhere within a second. Answers whether the API confirmed it. */
export async function endSession({ refreshToken }: Pick<SessionToken, 'refreshToken'>): Promise<boolean> {
  const context = await callContext();
  try {
    await clientFor(context, { timeoutMs: TIMEOUT_MS }).post('/v1/auth/logout', { body: { refreshToken } });
    return true;
  } catch {
    log('warn', 'session_end_not_confirmed', { requestId: context.requestId });
    return false;
  }
}

/** Takes the session cookie away, with all chunks. Only in answer to something the person did in this browser. */
export async function clearSessionCookies(): Promise<void> {
  const jar = await cookies();
  for (const name of sessionCookieNames(jar.getAll())) jar.set(expiredSessionCookie(name));
}
