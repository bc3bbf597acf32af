import { sign, verify } from 'node:crypto';
import { calculateJwkThumbprint, importJWK } from 'jose';
import { Config } from '../config';
import { SigningKeys } from './signing-keys';

function keysOf(secret: string, previous?: string): SigningKeys {
  return new SigningKeys(new Config({ NODE_ENV: 'test', APP_SECRET: secret, APP_SECRET_PREVIOUS: previous }));
}

describe('signing keys', () => {
  const keys = keysOf('the first secret');

  it('are the same on every instance with the same secret, and different with another', () => {
    expect(keysOf('the first secret').current.kid).toBe(keys.current.kid);
    expect(keysOf('the second secret').current.kid).not.toBe(keys.current.kid);
  });

  it('are pairs: what the private half signs, the public half verifies', () => {
    // So many that some have a leading zero in the scalar or a coordinate, which must keep its place.
    const data = Buffer.from('anything');
    const failed = Array.from({ length: 300 }, (_, i) => `secret ${i}`).filter((secret) => {
      const { privateKey, publicKey, jwk } = keysOf(secret).current;
      const isPair = verify('sha256', data, publicKey, sign('sha256', data, privateKey));
      return !isPair || jwk.x?.length !== 43 || jwk.y?.length !== 43;
    });
    expect(failed).toEqual([]);
  });

  it('are on P-256 and named by their thumbprint', async () => {
    const { jwk, kid, publicKey } = keys.current;
    expect(publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
    expect(kid).toBe(await calculateJwkThumbprint(jwk));
    await expect(importJWK(jwk, 'ES256')).resolves.toBeTruthy();
  });

  it('are found by their name alone', () => {
    expect(keys.publicKey(keys.current.kid)).toBe(keys.current.publicKey);
    for (const kid of ['', '__proto__', 'constructor', keys.current.kid.toLowerCase(), keysOf('x').current.kid]) {
      expect([kid, keys.publicKey(kid)]).toEqual([kid, undefined]);
    }
  });

  it('of the previous secret verify and are shown, and never sign', () => {
    const rotated = keysOf('the second secret', 'the first secret');
    expect(rotated.current.kid).toBe(keysOf('the second secret').current.kid);
    expect(rotated.publicKey(keys.current.kid)?.equals(keys.current.publicKey)).toBe(true);
    expect(rotated.jwks().keys.map(({ kid }) => kid)).toEqual([rotated.current.kid, keys.current.kid]);
  });

  it('show nothing private', () => {
    for (const jwk of keysOf('the second secret', 'the first secret').jwks().keys) {
      expect(Object.keys(jwk).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    }
  });
});
