import 'server-only';

import type { Schemas } from '@/lib/api';
import { clientFor } from '@/lib/api-transport';
import { callContext } from '@/lib/request-context';

import { readLink } from './link-cookie';
import type { LinkPurpose } from './link-purposes';

export type Link = Schemas['InspectedToken'];

/** What the link is good for that led here. */
export async function inspectLink(purpose: LinkPurpose): Promise<Link> {
  const token = await readLink(purpose);
  if (!token) return { state: 'invalid' };
  return clientFor(await callContext()).post('/v1/auth/inspect-token', { body: { purpose, token } });
}
