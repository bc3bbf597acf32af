import type { AccessTokenClaims, AccessTokens } from '../tokens/access-tokens';
import type { SigningKeys } from '../tokens/signing-keys';
import { VerifiedTokens } from './verified-tokens';

/** Keys by name; the name of a token's key is its first part. */
let keys: Set<string>;
beforeEach(() => {
  keys = new Set(['aa', 'a']);
});
const newVerifiedTokens = () =>
  new VerifiedTokens(
    { kidOf: (token: string) => token.split('.')[0] } as AccessTokens,
    keys as Set<string> & SigningKeys,
  );

const claimsOf = (sub: string) => ({ sub }) as AccessTokenClaims;

describe('verified tokens', () => {
  it('remembers the very header that was verified, and no other spelling', () => {
    const verified = newVerifiedTokens();
    verified.remember('Bearer aa.bb.cc', claimsOf('ann'));
    expect(verified.find('Bearer aa.bb.cc')).toEqual({ sub: 'ann' });
    for (const other of ['bearer aa.bb.cc', 'Bearer  aa.bb.cc', 'Bearer aa.bb.cC', 'Bearer aa.bb.cc ', 'aa.bb.cc'])
      expect(verified.find(other)).toBeUndefined();
  });

  it.each(['Bearer  aa.bb.cc', 'Bearer aa.bb.cc more', 'bearer aa.bb.cc', 'Bearer aa.bb', 'Bearer aa.bb.cc\t'])(
    'does not keep %j, of which one token has endless variants',
    (authorization) => {
      const verified = newVerifiedTokens();
      verified.remember(authorization, claimsOf('ann'));
      expect(verified.find(authorization)).toBeUndefined();
    },
  );

  it('keeps ten thousand, and lets the oldest go for the next', () => {
    const verified = newVerifiedTokens();
    for (let n = 0; n <= 10_000; n += 1) verified.remember(`Bearer a.b.${n}`, claimsOf(String(n)));
    expect(verified.find('Bearer a.b.0')).toBeUndefined();
    expect(verified.find('Bearer a.b.1')).toEqual({ sub: '1' });
    expect(verified.find('Bearer a.b.10000')).toEqual({ sub: '10000' });
  });

  it('forgets those whose key is none of ours any more', () => {
    const verified = newVerifiedTokens();
    verified.remember('Bearer aa.bb.cc', claimsOf('ann'));
    verified.remember('Bearer a.b.c', claimsOf('ben'));
    keys.delete('aa');
    expect(verified.find('Bearer aa.bb.cc')).toBeUndefined();
    expect(verified.find('Bearer a.b.c')).toEqual({ sub: 'ben' });
  });
});
