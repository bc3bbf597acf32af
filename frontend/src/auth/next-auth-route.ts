import 'server-only';

import NextAuth from 'next-auth';
import type { NextRequest } from 'next/server';

import { env } from '@/lib/env';
import { isFromOwnOrigin } from '@/lib/own-origin';
import type { ProviderId } from '@/lib/sign-in-providers';

import { nextAuthOptions } from './next-auth-options';
import { reportEmptyReturn } from './provider-return';
import { sessionCookieName } from './session-cookie';

/** The doors of NextAuth that are in use. The rest stays shut, `_log` above all: it writes what a client sends into our log. */
const OPEN: Record<string, readonly string[]> = {
  GET: ['session', 'csrf', 'providers', 'signin', 'signout', 'error'],
  POST: ['session', 'signin', 'signout', 'callback'],
};

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

/** `/api/auth/*`: for client code that uses `next-auth/react`. Our own forms do not need it. */
export async function answerAuthRequest(request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  const [action = ''] = nextauth;
  if (!OPEN[request.method]?.includes(action) && !isReturn(request, nextauth))
    return new Response(null, { status: 404 });
  if (request.method === 'POST' && !isFromOwnOrigin(request.headers, env().webUrl)) {
    return new Response(null, { status: 403 });
  }
  const response = (await NextAuth(request, context, nextAuthOptions())) as Response;
  if (isReturn(request, nextauth) && hasFailed(response)) await reportEmptyReturn(nextauth[1] as ProviderId);
  return action === 'session' ? withoutSessionCookie(response) : response;
}

/** Denied at the provider, come twice, or not begun in this browser: NextAuth leads to the sign-in page. */
function hasFailed({ headers }: Response): boolean {
  return /[?&]error=/.test(headers.get('location') ?? '');
}

/** Somebody comes back from a provider that is set up. */
function isReturn({ method }: NextRequest, [action, provider]: readonly string[]): boolean {
  return method === 'GET' && action === 'callback' && env().providers.some(({ id }) => id === provider);
}

/**
 * Asking who is signed in makes NextAuth write the cookie again, or take it away when it cannot read it. Both would be
 * wrong when the answer is late: it would bring back tokens that are superseded by now, or end a newer session.
 */
function withoutSessionCookie(response: Response): Response {
  const kept = response.headers.getSetCookie().filter((cookie) => !cookie.startsWith(sessionCookieName()));
  response.headers.delete('set-cookie');
  for (const cookie of kept) response.headers.append('set-cookie', cookie);
  return response;
}
