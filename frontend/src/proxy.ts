import { NextResponse, type NextRequest } from 'next/server';

import { renew, type RenewalOutcome } from './auth/renewal';
import {
  expiredSessionCookie,
  liveSessionCookie,
  sessionCookieName,
  sessionCookieNames,
  sessionCookieValue,
} from './auth/session-cookie';
import { decodeSession, needsRenewal } from './auth/session-token';
import type { CallContext } from './lib/api-transport';
import { env } from './lib/env';
import { readStamp } from './lib/incoming';
import { INTERNAL, UNKNOWN_ADDRESS } from './lib/internal-headers';
import { originOf } from './lib/sign-in-providers';
import { contentSecurityPolicy, newNonce, securityHeaders } from './lib/security-headers';

/**
 * Runs before every page, action and route handler. It renews the session, which only it can do (server components
 * cannot set cookies), and sets the headers of the answer. It is no wall: what may be seen or done is decided by
 * `requireSession`, `authorizedAction`, and in the end by the API.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { isDevelopment, isHttps, exposeAccessToken, apiUrl, providers } = env();
  const nonce = newNonce();
  const policy = contentSecurityPolicy(nonce, {
    isDevelopment,
    apiOrigin: exposeAccessToken ? new URL(apiUrl).origin : undefined,
    formTargets: providers.map(originOf),
  });
  const stamp = readStamp(request.headers.get(INTERNAL.stamp));
  const outcome = await renewIfNeeded(request, {
    requestId: stamp?.requestId ?? '',
    clientIp: stamp?.clientIp ?? UNKNOWN_ADDRESS,
    userAgent: request.headers.get('user-agent') ?? '',
    // The browser may never receive what comes out of this pass.
    unconfirmed: true,
  });
  const stale = staleCookies(request, outcome);

  // Towards the code behind: the cookie as it will be, so that the whole pass works with the new tokens.
  if (outcome?.kind === 'renewed') request.cookies.set(sessionCookieName(), outcome.cookie);
  request.cookies.delete(stale);
  const forwarded = new Headers(request.headers);
  forwarded.set(INTERNAL.path, pathOf(request));
  forwarded.set(INTERNAL.nonce, nonce);
  // Next reads the nonce out of this header and puts it on its own scripts.
  forwarded.set('Content-Security-Policy', policy);
  if (outcome) forwarded.set(INTERNAL.renewal, outcome.kind);
  if (outcome?.kind === 'ended' && outcome.reason) forwarded.set(INTERNAL.endedReason, outcome.reason);

  // Towards the browser. Nothing is ever taken away here but leftovers: a late answer must not sign anybody out.
  const response = NextResponse.next({ request: { headers: forwarded } });
  for (const name of stale) response.cookies.set(expiredSessionCookie(name));
  if (outcome?.kind === 'renewed') response.cookies.set(liveSessionCookie(outcome.cookie));
  for (const [name, value] of Object.entries(securityHeaders({ isHttps }))) response.headers.set(name, value);
  response.headers.set('Content-Security-Policy', policy);
  // Its address holds a token, and it leads on.
  if (request.nextUrl.pathname.startsWith('/link/')) response.headers.set('Referrer-Policy', 'no-referrer');
  if (stamp) response.headers.set('X-Request-Id', stamp.requestId);
  return response;
}

/** Everything but build output and the public files listed here, by name. */
export const config = {
  matcher: ['/((?!_next/static/|favicon\\.ico$|icon\\.svg$|robots\\.txt$).*)'],
};

/** Where somebody is led when the API refused their session; it must ask again, whatever the clock says. */
const SESSION_ENDED = '/session-ended';
/** Tells when the session ends. It must not move that end by being asked. */
const SESSION_CLOCK = '/session-clock';

async function renewIfNeeded(request: NextRequest, context: CallContext): Promise<RenewalOutcome | null> {
  if (request.nextUrl.pathname === SESSION_CLOCK) return null;
  const token = await decodeSession(sessionCookieValue(request.cookies.getAll()));
  if (!token) return null;
  if (!needsRenewal(token, Date.now()) && request.nextUrl.pathname !== SESSION_ENDED) return null;
  return renew(token, context);
}

/** Chunks of an earlier, longer cookie. Next to a whole cookie they would be read as a part of it. */
function staleCookies(request: NextRequest, outcome: RenewalOutcome | null): string[] {
  const names = sessionCookieNames(request.cookies.getAll());
  const hasWhole = outcome?.kind === 'renewed' || names.includes(sessionCookieName());
  return hasWhole ? names.filter((name) => name !== sessionCookieName()) : [];
}

/** Path and query as the person sees them: without the parameter that Next's router adds to its own requests. */
function pathOf({ nextUrl }: NextRequest): string {
  const search = new URLSearchParams(nextUrl.search);
  search.delete('_rsc');
  return search.size > 0 ? `${nextUrl.pathname}?${search}` : nextUrl.pathname;
}
