'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';

import { authorizedAction } from '@/auth/authorized-action';
import { ownPath } from '@/auth/own-path';
import { doneHref } from '@/components/done';
import type { Api, Schemas } from '@/lib/api';
import { resourceHref } from '@/lib/hrefs';
import { ApiProblem } from '@/lib/problem';

import { deletedHref } from './undo';

type Resource = Schemas['Resource'];

/** What a save answers when it neither saved and left nor failed: somebody else's version, to be looked at first. */
export interface SaveConflict {
  current: Resource;
  yours: Record<'title' | 'body' | 'visibility', string>;
}

const title = z.string().trim().min(1, 'resources.form.titleMissing').max(200, 'resources.form.titleTooLong');
// Browsers send line ends as CR LF; what is stored, counted and compared has LF.
const body = z
  .string()
  .transform((text) => text.replaceAll('\r\n', '\n'))
  .pipe(z.string().max(16_000, 'resources.form.bodyTooLong'));
const visibility = z.enum(['private', 'internal']);
const id = z.string().min(1).max(64);

export const createResource = authorizedAction(
  { requires: 'resources:create', input: z.object({ title, body, visibility }) },
  async (content, { api }) => {
    const created = await api.post('/v1/resources', { body: content });
    revalidatePath('/resources');
    redirect(doneHref(resourceHref(created.id), 'created'));
  },
);

/** From the line above the list: only a title. The list stays where it is. */
export const addResource = authorizedAction(
  { requires: 'resources:create', input: z.object({ title }) },
  async (content, { api }) => {
    await api.post('/v1/resources', { body: content });
    revalidatePath('/resources');
    return null;
  },
);

/** Saves only over the version that the person saw; over another one they decide, with both before them. */
export const updateResource = authorizedAction(
  {
    requires: 'resources:update',
    input: z.object({ id, version: z.string().regex(/^\d{1,9}$/), title, body, visibility }),
  },
  async ({ id: resourceId, version, ...content }, { api }): Promise<SaveConflict> => {
    try {
      await api.patch('/v1/resources/{id}', {
        path: { id: resourceId },
        header: { 'If-Match': `"${version}"` },
        body: content,
      });
    } catch (error) {
      if (!(error instanceof ApiProblem && error.code === 'version_mismatch')) throw error;
      return { current: await readResource(api, resourceId), yours: content };
    }
    revalidatePath('/resources');
    redirect(doneHref(resourceHref(resourceId), 'saved'));
  },
);

export const deleteResource = authorizedAction(
  { requires: 'resources:delete', input: z.object({ id, back: z.string().max(2000) }) },
  async ({ id: resourceId, back }, { api }) => {
    await api.delete('/v1/resources/{id}', { path: { id: resourceId } });
    revalidatePath('/resources');
    redirect(deletedHref(ownPath(back, '/resources'), resourceId));
  },
);

/** Undoes a deletion. */
export const restoreResource = authorizedAction(
  { requires: 'resources:delete', input: z.object({ id, back: z.string().max(2000) }) },
  async ({ id: resourceId, back }, { api }) => {
    await api.post('/v1/resources/{id}/restore', { path: { id: resourceId } });
    revalidatePath('/resources');
    redirect(doneHref(ownPath(back, '/resources'), 'restored'));
  },
);

function readResource(api: Api, resourceId: string): Promise<Resource> {
  return api.get('/v1/resources/{id}', { path: { id: resourceId } });
}
