import type { Schemas } from '@/lib/api';

/** An answer of the API to sign-in or renewal. `generation` tells one pair from the next. */
export function tokenPair(generation = 1, user: Partial<Schemas['TokenPair']['user']> = {}): Schemas['TokenPair'] {
  return {
    tokenType: 'Bearer',
    accessToken: accessToken({ sid: 'session-1', gen: generation }),
    expiresIn: 900,
    refreshToken: `lkr_${'r'.repeat(100)}${generation}`,
    refreshExpiresIn: 1_209_600,
    user: { id: 'user-1', email: 'ada@example.test', name: 'Ada', role: 'USER', permissions: {}, ...user },
  };
}

/** Shaped like one; nobody but the API looks at the signature. */
export function accessToken(claims: object): string {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  return [part({ alg: 'ES256', typ: 'at+jwt' }), part(claims), 's'.repeat(86)].join('.');
}
