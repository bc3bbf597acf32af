import 'server-only';

import type { Client } from '@latchkey/client';
import { redirect } from 'next/navigation';

import { clientFor } from './api-transport';
import { callContext, requestContext } from './request-context';
import { pathWith } from './safe-path';

export type { Client as Api, Schemas } from '@latchkey/client';

/**
 * A client that calls the API as the given session.
 * When the API says that this session is over, the person is led to `/session-ended`, and from there back to where they are now.
 *
 * @example await api.patch('/v1/resources/{id}', { path: { id }, header: { 'If-Match': version }, body: { title } })
 */
export async function apiFor(
  { accessToken }: { accessToken: string },
  options = { leadToSessionEnd: true },
): Promise<Client> {
  const context = await callContext();
  const { path } = await requestContext();
  return clientFor(context, {
    accessToken,
    onRefusal: ({ code }) => {
      // The other 401 and 403 answers are about what was asked or typed, not about the session.
      if (code === 'invalid_token' && options.leadToSessionEnd) redirect(pathWith('/session-ended', { next: path }));
    },
  });
}
