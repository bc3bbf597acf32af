/**
 * Headers by which incoming.ts and proxy.ts speak to pages, actions and route handlers of the same request.
 * Whatever a client sends under this prefix is removed first, so what arrives is ours.
 */
export const INTERNAL_PREFIX = 'x-latchkey-';
export const INTERNAL = {
  stamp: `${INTERNAL_PREFIX}stamp`,
  path: `${INTERNAL_PREFIX}path`,
  renewal: `${INTERNAL_PREFIX}renewal`,
  endedReason: `${INTERNAL_PREFIX}ended-reason`,
  nonce: `${INTERNAL_PREFIX}nonce`,
} as const;

/**
 * What proxy.ts found about the session of this request:
 * `none`: nothing to renew; `renewed`: a new pair, not yet seen by the browser; `ended`: the API refused the refresh token;
 * `unavailable`: the API did not answer, the cookie is as it was.
 */
export type Renewal = 'none' | 'renewed' | 'ended' | 'unavailable';

export const RENEWALS: readonly string[] = ['renewed', 'ended', 'unavailable'] satisfies Renewal[];

/** All whose address is not known share one, and with it the limits that hang on it. */
export const UNKNOWN_ADDRESS = '0.0.0.0';
