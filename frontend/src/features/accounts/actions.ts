'use server';

import type { Client } from '@latchkey/client';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';

import { authorizedAction } from '@/auth/authorized-action';
import { rememberDevice } from '@/auth/device-cookie';
import { doneHref } from '@/components/done';
import { clientFor } from '@/lib/api-transport';
import { publicAction } from '@/lib/authorized-action';
import { ApiProblem } from '@/lib/problem';
import { callContext } from '@/lib/request-context';
import { pathWith } from '@/lib/safe-path';

import { forgetLink, readLink } from './link-cookie';
import { LINK_PAGES, type LinkPurpose } from './link-purposes';
import { inspectLink } from './queries';

const email = z.string().trim().min(1, 'accounts.emailMissing').max(320, 'auth.signIn.emailTooLong');
const name = z.string().trim().min(1, 'accounts.nameMissing').max(100, 'account.profile.nameTooLong');
const newPassword = z.string().min(1, 'account.password.newMissing').max(1000, 'auth.signIn.passwordTooLong');
const currentPassword = z.string().min(1, 'account.password.currentMissing').max(1000);

/** The same page follows whether or not somebody has the address. */
export const signUp = publicAction({ input: z.object({ name, email, password: newPassword }) }, async (person) => {
  const isGerman = (await headers()).get('accept-language')?.trim().toLowerCase().startsWith('de') ?? false;
  await (await anybody()).post('/v1/auth/register', { body: { ...person, locale: isGerman ? 'de' : 'en' } });
  redirect(pathWith('/check-your-email', { email: person.email }));
});

export const resendVerification = publicAction({ input: z.object({ email }) }, async (asked) => {
  await (await anybody()).post('/v1/auth/resend-verification', { body: asked });
  redirect(pathWith('/check-your-email', { email: asked.email, done: 'sent' }));
});

export const forgotPassword = publicAction({ input: z.object({ email }) }, async (asked) => {
  await (await anybody()).post('/v1/auth/forgot-password', { body: asked });
  redirect('/forgot-password?done=sent');
});

export const verifyEmail = publicAction({ input: z.object({}) }, async () => {
  const { email: proven } = await inspectLink('verify-email');
  await spendLink('verify-email', (token, api) => api.post('/v1/auth/verify-email', { body: { token } }));
  if (proven) await rememberDevice(proven);
  redirect('/sign-in?reason=verified');
});

export const resetPassword = publicAction({ input: z.object({ newPassword }) }, async (chosen) => {
  const { email: proven } = await inspectLink('reset-password');
  await spendLink('reset-password', (token, api) =>
    api.post('/v1/auth/reset-password', { body: { token, ...chosen } }),
  );
  // Whoever reads the account's mail is not kept waiting by those who guess its password.
  if (proven) await rememberDevice(proven);
  redirect('/sign-in?reason=password-changed');
});

export const acceptInvitation = publicAction({ input: z.object({ newPassword }) }, async (chosen) => {
  await spendLink('invitation', (token, api) => api.post('/v1/auth/reset-password', { body: { token, ...chosen } }));
  redirect('/sign-in?reason=invited');
});

export const confirmEmail = publicAction({ input: z.object({}) }, async () => {
  await spendLink('confirm-email', (token, api) => api.post('/v1/auth/confirm-email', { body: { token } }));
  redirect('/confirm-email?done=changed');
});

export const undoEmail = publicAction({ input: z.object({}) }, async () => {
  await spendLink('undo-email', (token, api) => api.post('/v1/auth/undo-email', { body: { token } }));
  redirect('/sign-in?reason=email-undone');
});

export const keepAccountByLink = publicAction({ input: z.object({}) }, async () => {
  await spendLink('keep-account', (token, api) => api.post('/v1/auth/keep-account', { body: { token } }));
  redirect('/sign-in?reason=kept');
});

export const changeEmail = authorizedAction(
  { signedIn: true, input: z.object({ newEmail: email, currentPassword }) },
  async (change, { api }) => {
    await api.post('/v1/me/email', { body: change });
    redirect(doneHref('/account/email', 'sent'));
  },
);

/** Uses the token of the link that led here. One that is of no use leads back to its page, which says why. */
async function spendLink(purpose: LinkPurpose, spend: (token: string, api: Client) => Promise<unknown>): Promise<void> {
  try {
    await spend((await readLink(purpose)) || 'none', await anybody());
  } catch (error) {
    const isStale = error instanceof ApiProblem && error.errors.some(({ field }) => field === 'token');
    if (isStale) redirect(LINK_PAGES[purpose]);
    throw error;
  }
  await forgetLink(purpose);
}

/** As nobody: nobody is signed in, or it does not matter who is. */
async function anybody(): Promise<Client> {
  return clientFor(await callContext());
}
