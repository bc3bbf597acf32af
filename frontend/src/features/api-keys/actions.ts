'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';

import { authorizedAction } from '@/auth/authorized-action';
import { doneHref } from '@/components/done';
import { unlessGone } from '@/lib/api-gone';
import { userApiKeysHref } from '@/lib/hrefs';
import type { Schemas } from '@/lib/api';
import { PERMISSIONS, type Permission } from '@/lib/permissions';

const id = z.string().min(1).max(64);
const MINE = '/account/api-keys';

const name = z.string().trim().min(1, 'apiKeys.form.nameMissing').max(100, 'apiKeys.form.nameTooLong');
const days = z.string().regex(/^\d{1,3}$/);
/** One box a permission. Which of them a key can have is the API's to say. */
const boxes = Object.fromEntries(PERMISSIONS.map((scope) => [scope, z.literal('on').optional()])) as Record<
  Permission,
  z.ZodOptional<z.ZodLiteral<'on'>>
>;

/** A key that was made. It goes to the person once, and nowhere else. */
export interface MadeKey {
  name: string;
  key: string;
}

export const makeApiKey = authorizedAction(
  { signedIn: true, input: z.object({ name, days, ...boxes }) },
  async ({ name: keyName, days: expiry, ...chosen }, { api }): Promise<MadeKey> => {
    // What is no scope is refused by the API.
    const scopes = PERMISSIONS.filter((scope) => chosen[scope] === 'on') as Schemas['MakeApiKey']['scopes'];
    if (scopes.length === 0) throw noneChosen();
    const made = await api.post('/v1/me/api-keys', {
      body: { name: keyName, scopes, expiresInDays: Number(expiry) },
    });
    revalidatePath(MINE);
    return { name: made.name, key: made.key };
  },
);

export const revokeMyApiKey = authorizedAction(
  { signedIn: true, input: z.object({ id }) },
  async ({ id: keyId }, { api }) => {
    await unlessGone(api.delete('/v1/me/api-keys/{id}', { path: { id: keyId } }));
    revalidatePath(MINE);
    redirect(doneHref(MINE, 'revoked'));
  },
);

export const revokeApiKeyOf = authorizedAction(
  { requires: 'api-keys:revoke', input: z.object({ id, userId: id }) },
  async ({ id: keyId, userId }, { api }) => {
    await unlessGone(api.delete('/v1/users/{id}/api-keys/{keyId}', { path: { id: userId, keyId } }));
    const keys = userApiKeysHref(userId);
    revalidatePath(keys);
    redirect(doneHref(keys, 'revoked'));
  },
);

function noneChosen(): z.ZodError {
  return new z.ZodError([{ code: 'custom', path: ['scopes'], message: 'apiKeys.form.scopesMissing', input: [] }]);
}
