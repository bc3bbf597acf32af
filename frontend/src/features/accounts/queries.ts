import 'server-only';

import type { Schemas } from '@/lib/api';
import { postToApi } from '@/lib/api-transport';
import { callContext } from '@/lib/request-context';

import { readLink } from './link-cookie';
import type { LinkPurpose } from './link-purposes';

export type Link = Schemas['InspectedToken'];

/** What the link is good for that led here. */
export async function inspectLink(purpose: LinkPurpose): Promise<Link> {
  const token = await readLink(purpose);
  if (!token) return { state: 'invalid' };
  const answer = await postToApi('/v1/auth/inspect-token', { purpose, token }, await callContext());
  return (await answer.json()) as Link;
}
