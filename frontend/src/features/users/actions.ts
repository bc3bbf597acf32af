'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';

import { authorizedAction } from '@/auth/authorized-action';
import { doneHref } from '@/components/done';
import { userHref } from '@/lib/hrefs';

const id = z.string().min(1).max(64);
const name = z.string().trim().min(1, 'users.detail.nameMissing').max(100, 'users.detail.nameTooLong');
const email = z.string().trim().min(1, 'accounts.emailMissing').max(320, 'auth.signIn.emailTooLong');

/** Keeps somebody out, and signs them out everywhere; or lets them in again. */
export const setDisabled = authorizedAction(
  { requires: 'users:update', input: z.object({ id, disabled: z.enum(['true', 'false']) }) },
  async ({ id: userId, disabled }, { api }) => {
    const isDisabled = disabled === 'true';
    await api.patch('/v1/users/{id}', { path: { id: userId }, body: { disabled: isDisabled } });
    leaveFor(userId, isDisabled ? 'disabled' : 'enabled');
  },
);

export const setRole = authorizedAction(
  { requires: 'users:set-role', input: z.object({ id, role: z.string().min(1).max(64) }) },
  async ({ id: userId, role }, { api }) => {
    await api.put('/v1/users/{id}/role', { path: { id: userId }, body: { role } });
    leaveFor(userId, 'role');
  },
);

/** Makes an account whose owner chooses the password, by a link that is mailed to them. */
export const inviteUser = authorizedAction(
  { requires: 'users:create', input: z.object({ name, email, role: z.string().max(64).optional() }) },
  async ({ name: theirName, email: theirEmail, role }, { api }) => {
    const user = await api.post('/v1/users', { body: { name: theirName, email: theirEmail, role: role || undefined } });
    leaveFor(user.id, 'invited');
  },
);

export const inviteAgain = authorizedAction(
  { requires: 'users:create', input: z.object({ id }) },
  async ({ id: userId }, { api }) => {
    await api.post('/v1/users/{id}/invitation', { path: { id: userId } });
    leaveFor(userId, 'invitedAgain');
  },
);

export const renameUser = authorizedAction(
  { requires: 'users:update', input: z.object({ id, name }) },
  async ({ id: userId, name: newName }, { api }) => {
    await api.patch('/v1/users/{id}', { path: { id: userId }, body: { name: newName } });
    leaveFor(userId, 'renamed');
  },
);

/** Keeps somebody out now, and lets the account be erased in 14 days. */
export const deleteUser = authorizedAction(
  { requires: 'users:delete', input: z.object({ id }) },
  async ({ id: userId }, { api }) => {
    await api.delete('/v1/users/{id}', { path: { id: userId } });
    leaveFor(userId, 'deleted');
  },
);

export const restoreUser = authorizedAction(
  { requires: 'users:delete', input: z.object({ id }) },
  async ({ id: userId }, { api }) => {
    await api.post('/v1/users/{id}/restore', { path: { id: userId } });
    leaveFor(userId, 'restored');
  },
);

function leaveFor(userId: string, done: string): never {
  revalidatePath('/admin/users');
  redirect(doneHref(userHref(userId), done));
}
