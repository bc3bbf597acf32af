import 'server-only';

import { createAuthorizedAction } from '@/lib/authorized-action';

import { getSession } from './session';

/**
 * The only way to make a server action for people who are signed in.
 *
 * @example
 * export const deleteResource = authorizedAction(
 *   { requires: 'resources:delete', input: z.object({ id: z.string() }) },
 *   async ({ id }, { api }) => {
 *     await api.delete('/v1/resources/{id}', { path: { id } });
 *     revalidatePath('/resources');
 *     return null;
 *   },
 * );
 */
export const authorizedAction = createAuthorizedAction(getSession);
