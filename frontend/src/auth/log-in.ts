import 'server-only';

import type { Schemas } from '@/lib/api';
import { clientFor } from '@/lib/api-transport';
import { callContext } from '@/lib/request-context';

import { knownDevice, rememberDevice } from './device-cookie';
import { readSessionToken } from './session';
import { endSession } from './session-end';
import { sessionTokenOf, type SessionToken } from './session-token';

/**
 * Begins a session at the API. Whoever was signed in in this browser before is signed out: after the new session began,
 * so that a mistyped password leaves the old one as it was.
 * @throws {ApiProblem} `invalid_credentials`, `too_many_requests`, …
 * @throws {ApiUnavailable}
 */
export async function logIn(email: string, password: string): Promise<SessionToken> {
  const context = { ...(await callContext()), device: await knownDevice(email) };
  const tokens = await clientFor(context).post('/v1/auth/login', { body: { email, password } });
  await rememberDevice(email);
  return startWebSession(tokens);
}

/** Whoever was signed in in this browser before is signed out, once the new session has begun. */
export async function startWebSession(tokens: Schemas['TokenPair']): Promise<SessionToken> {
  const session = sessionTokenOf(tokens, Date.now());
  const before = await readSessionToken();
  if (before) await endSession(before);
  return session;
}
