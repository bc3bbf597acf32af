/**
 * Headers by which proxy.ts speaks to pages, actions and route handlers of the same request.
 * proxy.ts removes whatever a client sent under this prefix, so what arrives here is ours.
 */
export const INTERNAL_PREFIX = 'x-latchkey-';
export const INTERNAL = {
  requestId: `${INTERNAL_PREFIX}request-id`,
  clientIp: `${INTERNAL_PREFIX}client-ip`,
  path: `${INTERNAL_PREFIX}path`,
  renewal: `${INTERNAL_PREFIX}renewal`,
  nonce: `${INTERNAL_PREFIX}nonce`,
} as const;

/**
 * What proxy.ts found about the session of this request:
 * `none`: nothing to renew; `renewed`: a new pair, not yet seen by the browser; `ended`: the API refused the refresh token;
 * `unavailable`: the API did not answer, the cookie is as it was.
 */
export type Renewal = 'none' | 'renewed' | 'ended' | 'unavailable';

export const RENEWALS: readonly string[] = ['renewed', 'ended', 'unavailable'] satisfies Renewal[];
