import 'server-only';

import { cookies } from 'next/headers';
import { forbidden, redirect } from 'next/navigation';
import { cache } from 'react';

import { apiFor } from '@/lib/api';
import { isAllowed, type AccessRule, type Permission, type Permissions } from '@/lib/permissions';
import { ApiUnavailable } from '@/lib/problem';
import { requestContext } from '@/lib/request-context';
import { pathWith } from '@/lib/safe-path';

import { sessionCookieValue } from './session-cookie';
import { decodeSession, type SessionToken } from './session-token';

/** The session as server code sees it. The browser's view, without tokens, is made in next-auth-options.ts. */
export interface WebSession {
  user: { id: string; email: string; name: string; role: string; permissions: Permissions };
  /** The API's id of this session, so that the list of sessions can mark this device. */
  sessionId: string;
  /** For calls to the API. Never hand it to a client component. */
  accessToken: string;
}

/** What the cookie says, without asking the API. For places that must work while the API is away. */
export const readSessionToken = cache(async (): Promise<SessionToken | null> => {
  const jar = await cookies();
  return decodeSession(sessionCookieValue(jar.getAll()));
});

/**
 * The session of this request with the user as the API knows them now, asked once a request; null when nobody is signed in.
 * A session that the API no longer accepts leads to `/session-ended`, which explains, clears and leads back.
 * @throws {ApiUnavailable}
 */
export const getSession = cache(async (): Promise<WebSession | null> => {
  const token = await readSessionToken();
  if (!token) return null;
  const { renewal, path, requestId } = await requestContext();
  if (renewal === 'ended') redirect(pathWith('/session-ended', { next: path }));
  // The access token may be over by now. Nobody is signed out for that: the cookie stays and the page offers to try again.
  if (renewal === 'unavailable' && token.accessExpiresAt <= Date.now()) throw new ApiUnavailable(requestId);
  const api = await apiFor(token);
  const { id, email, name, role, permissions } = await api.get('/v1/me');
  return { user: { id, email, name, role, permissions }, sessionId: token.sessionId, accessToken: token.accessToken };
});

/**
 * The first line of every page and route handler that is not public.
 * Nobody signed in: to the sign-in page and back again. Not allowed: the page *403*.
 *
 * @example const session = await requireSession({ requires: 'users:read' });
 */
export async function requireSession(rule: { requires?: Permission } | { role?: string } = {}): Promise<WebSession> {
  const session = await getSession();
  if (!session) redirect(pathWith('/sign-in', { next: (await requestContext()).path }));
  if (!isAllowed(session.user, ruleOf(rule))) forbidden();
  return session;
}

function ruleOf(rule: { requires?: Permission; role?: string }): AccessRule {
  if (rule.requires !== undefined) return { requires: rule.requires };
  if (rule.role !== undefined) return { role: rule.role };
  return { signedIn: true };
}
