'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';

import { authorizedAction } from '@/auth/authorized-action';
import { ownPath } from '@/auth/own-path';
import { clearSessionCookies } from '@/auth/session-end';
import { doneHref } from '@/components/done';

const name = z.string().trim().min(1, 'account.profile.nameMissing').max(100, 'account.profile.nameTooLong');

const locale = z.enum(['en', 'de']);

export const saveProfile = authorizedAction(
  { signedIn: true, input: z.object({ name, locale: locale.optional() }) },
  async (changes, { api }) => {
    await api.patch('/v1/me', { body: changes });
    // The name stands in the header too.
    revalidatePath('/', 'layout');
    redirect(doneHref('/account/profile', 'saved'));
  },
);

/** Proves who is there, for acts that ask for a fresh proof; then leads on to `next`, if there is one. */
export const proveIdentity = authorizedAction(
  {
    signedIn: true,
    input: z.object({ password: z.string().min(1, 'account.proof.missing').max(1000), next: z.string().optional() }),
  },
  async ({ password, next }, { api }) => {
    await api.post('/v1/auth/reauthenticate', { body: { password } });
    if (next) redirect(ownPath(next));
    return null;
  },
);

const currentPassword = z.string().min(1, 'account.password.currentMissing').max(1000);
/** What makes a good one is the API's to say. */
const newPassword = z.string().min(1, 'account.password.newMissing').max(1000);

export const changePassword = authorizedAction(
  { signedIn: true, input: z.object({ currentPassword, newPassword }) },
  async (passwords, { api }) => {
    await api.post('/v1/me/password', { body: passwords });
    redirect(doneHref('/account/password', 'changed'));
  },
);

/** The address is typed so that nobody deletes an account without meaning to; the password proves who does. */
export const deleteAccount = authorizedAction(
  {
    signedIn: true,
    input: z.object({ email: z.string().trim().max(320), currentPassword }),
  },
  async ({ email, currentPassword: password }, { api, session }) => {
    if (email.toLowerCase() !== session.user.email) {
      throw new z.ZodError([{ code: 'custom', path: ['email'], message: 'account.deletion.emailWrong', input: email }]);
    }
    await api.delete('/v1/me', { body: { currentPassword: password } });
    await clearSessionCookies();
    redirect('/sign-in?reason=deleted');
  },
);

export const keepAccount = authorizedAction({ signedIn: true, input: z.object({}) }, async (_, { api }) => {
  await api.post('/v1/me/keep');
  // The banner stands on every page.
  revalidatePath('/', 'layout');
  redirect(doneHref('/account/profile', 'kept'));
});
