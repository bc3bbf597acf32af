'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';

import { authorizedAction } from '@/auth/authorized-action';
import { doneHref } from '@/components/done';
import { unlessGone } from '@/lib/api-gone';

const id = z.string().min(1).max(64);
const HERE = '/account/sign-in-methods';

export const unlinkProvider = authorizedAction({ signedIn: true, input: z.object({ id }) }, async (method, { api }) => {
  await unlessGone(api.delete('/v1/me/identities/{id}', { path: { id: method.id } }));
  revalidatePath(HERE);
  redirect(doneHref(HERE, 'unlinked'));
});
