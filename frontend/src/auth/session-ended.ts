import 'server-only';

import type { Route } from 'next';
import { getTranslations } from 'next-intl/server';

import { apiFor } from '@/lib/api';
import { ApiProblem } from '@/lib/problem';
import { requestContext } from '@/lib/request-context';
import { pathWith } from '@/lib/safe-path';

import { ownPath } from './own-path';
import type { SignInReason } from './sign-in-reasons';
import { readSessionToken } from './session';
import { clearSessionCookies } from './session-end';

type Answer = { redirectTo: Route } | { text: string };

/**
 * Decides what becomes of somebody whose session the API refused a moment ago. proxy.ts has asked the API once more
 * before this runs. Still over: the cookie goes, and the sign-in page says why and leads back. Alive after all (another tab
 * signed in meanwhile): back to where they were. API away: back as well, where the page says so.
 */
export async function answerSessionEnded(request: Request): Promise<Answer> {
  const next = ownPath(new URL(request.url).searchParams.get('next'));
  // A background answer may be late and would take away the cookie of a sign-in that came after it. The router, given
  // something that is not a page, opens this address as a document.
  if (!isDocument(request)) return { text: (await getTranslations('auth'))('reasons.ended') };
  const { renewal, endedReason } = await requestContext();
  if (renewal === 'unavailable' || (renewal === 'renewed' && (await isAccepted()))) return { redirectTo: next };
  const wasSignedIn = (await readSessionToken()) !== null;
  await clearSessionCookies();
  return {
    redirectTo: pathWith('/sign-in', { reason: wasSignedIn ? (REASONS.get(endedReason) ?? 'ended') : undefined, next }),
  };
}

/** Why a session ended, as the API says it, and as the sign-in page does. */
const REASONS: ReadonlyMap<string | null, SignInReason> = new Map([
  ['signed_out', 'signed-out-elsewhere'],
  ['replayed', 'replayed'],
  ['password_changed', 'password-changed'],
  ['revoked', 'revoked'],
  ['disabled', 'disabled'],
  ['deleted', 'deleted'],
  ['expired', 'expired'],
  ['superseded', 'superseded'],
]);

function isDocument(request: Request): boolean {
  const destination = request.headers.get('sec-fetch-dest');
  return destination === null || destination === 'document';
}

/** Whether the API takes the new access token too. Without this question, two that disagree would send people in circles. */
async function isAccepted(): Promise<boolean> {
  const token = await readSessionToken();
  if (!token) return false;
  try {
    await (await apiFor(token, { leadToSessionEnd: false })).get('/v1/me');
    return true;
  } catch (error) {
    return !(error instanceof ApiProblem && error.code === 'invalid_token');
  }
}
