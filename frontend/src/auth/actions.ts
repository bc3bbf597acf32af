'use server';

import type { Route } from 'next';
import { redirect } from 'next/navigation';
import { z } from 'zod';

import { publicAction } from '@/lib/authorized-action';
import { pathWith } from '@/lib/safe-path';

import { authorizedAction } from './authorized-action';
import { signInWithCredentials } from './credentials-flow';
import { ownPath } from './own-path';
import { beginAtProvider } from './provider-begin';
import { readSessionToken } from './session';
import { clearSessionCookies, endSession } from './session-end';

const SignInForm = z.object({
  email: z.string().trim().min(1, 'auth.signIn.emailMissing').max(320, 'auth.signIn.emailTooLong'),
  password: z.string().min(1, 'auth.signIn.passwordMissing').max(1000, 'auth.signIn.passwordTooLong'),
  next: z.string().optional(),
});

export const signIn = publicAction({ input: SignInForm }, async ({ email, password, next }) => {
  await signInWithCredentials(email, password);
  redirect(ownPath(next, '/resources'));
});

const provider = z.enum(['google', 'github', 'oidc']);

/** Leads to a provider, and from there back to where they were. */
export const signInWithProvider = publicAction(
  { input: z.object({ provider, next: z.string().optional() }) },
  async ({ provider: id, next }) => {
    redirect((await beginAtProvider(id, null, ownPath(next, '/resources'))) as Route);
  },
);

/** Leads to a provider, which is linked when they come back. */
export const linkProvider = authorizedAction(
  { signedIn: true, input: z.object({ provider }) },
  async (chosen, { session }) => {
    redirect((await beginAtProvider(chosen.provider, session.sessionId, '/account/sign-in-methods')) as Route);
  },
);

/**
 * Ends the session at the API, then forgets it here. Works without a live session, and while the API is away: whoever
 * leaves a shared computer must be able to leave. The page then says that the session itself could not be ended.
 */
export const signOut = publicAction({}, async () => {
  const token = await readSessionToken();
  const isEnded = token === null || (await endSession(token));
  await clearSessionCookies();
  redirect(pathWith('/sign-in', { reason: isEnded ? 'signed-out' : 'signed-out-here' }));
});
