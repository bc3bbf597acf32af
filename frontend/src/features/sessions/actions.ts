'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';

import { authorizedAction } from '@/auth/authorized-action';
import { doneHref } from '@/components/done';
import { unlessGone } from '@/lib/api-gone';
import { userSessionsHref } from '@/lib/hrefs';

const id = z.string().min(1).max(64);
const MINE = '/account/sessions';

/** Signs the caller out on one other device. */
export const endMySession = authorizedAction({ signedIn: true, input: z.object({ id }) }, async (session, { api }) => {
  await unlessGone(api.delete('/v1/me/sessions/{id}', { path: { id: session.id } }));
  revalidatePath(MINE);
  redirect(doneHref(MINE, 'ended'));
});

/** Signs the caller out everywhere but here. The API ends sessions one by one or all of them; "all others" is ours. */
export const endMyOtherSessions = authorizedAction({ signedIn: true }, async (_, { api }) => {
  const { items } = await api.get('/v1/me/sessions');
  const others = items.filter(({ current }) => !current);
  await Promise.all(
    others.map((session) => unlessGone(api.delete('/v1/me/sessions/{id}', { path: { id: session.id } }))),
  );
  revalidatePath(MINE);
  redirect(doneHref(MINE, 'ended-others'));
});

/** Signs somebody out everywhere. */
export const endSessionsOf = authorizedAction(
  { requires: 'sessions:revoke', input: z.object({ id }) },
  async ({ id: userId }, { api }) => {
    await api.delete('/v1/users/{id}/sessions', { path: { id: userId } });
    const sessions = userSessionsHref(userId);
    revalidatePath(sessions);
    redirect(doneHref(sessions, 'ended'));
  },
);
