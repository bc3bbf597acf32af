import 'server-only';

import { headers } from 'next/headers';

import type { CallContext } from './api-transport';
import { readStamp } from './incoming';
import { INTERNAL, RENEWALS, UNKNOWN_ADDRESS, type Renewal } from './internal-headers';

export interface RequestContext {
  requestId: string;
  clientIp: string;
  userAgent: string;
  /** Path and query of the page being asked for, or of the page an action was posted from. */
  path: string;
  renewal: Renewal;
  /** With the renewal `ended`: why, in the words of the API, if it said so. */
  endedReason: string | null;
  /** What lets an inline script or style of ours run. @see lib/security-headers.ts */
  nonce: string;
}

export async function requestContext(): Promise<RequestContext> {
  const incoming = await headers();
  const stamp = readStamp(incoming.get(INTERNAL.stamp));
  const renewal = incoming.get(INTERNAL.renewal) ?? '';
  return {
    requestId: stamp?.requestId ?? '',
    clientIp: stamp?.clientIp ?? UNKNOWN_ADDRESS,
    userAgent: incoming.get('user-agent') ?? '',
    path: incoming.get(INTERNAL.path) ?? '/',
    renewal: RENEWALS.includes(renewal) ? (renewal as Renewal) : 'none',
    endedReason: incoming.get(INTERNAL.endedReason),
    nonce: incoming.get(INTERNAL.nonce) ?? '',
  };
}

/** The same, as the API wants to hear it. */
export async function callContext(): Promise<CallContext> {
  const { requestId, clientIp, userAgent, renewal } = await requestContext();
  return { requestId, clientIp, userAgent, unconfirmed: renewal === 'renewed' };
}
