import { sign, verify } from 'node:crypto';
import { calculateJwkThumbprint, importJWK } from 'jose';
import { signingKeyFrom } from './signing-key';

describe('a signing key', () => {
  const key = signingKeyFrom('the first secret', 1);

  it('is the same wherever the secret is, and another one with another secret or generation', () => {
    expect(signingKeyFrom('the first secret', 1).kid).toBe(key.kid);
    const kids = ['the first secret', 'the second secret'].flatMap((secret) =>
      [1, 2, 3, 21].map((generation) => signingKeyFrom(secret, generation).kid),
    );
    expect(new Set(kids).size).toBe(8);
  });

  it('of the first generation is the one from before there were generations', () => {
    // Computed by the version before: tokens that it signed must stay good.
    expect(key.kid).toBe('DYfWD4VBlUlE8c4d4cktRsTE3ROUvlOxM0vRc2V_8Yk');
  });

  it('is a pair: what the private half signs, the public half verifies', () => {
    // So many that some have a leading zero in the scalar or a coordinate, which must keep its place.
    const data = Buffer.from('anything');
    const failed = Array.from({ length: 300 }, (_, i) => i + 1).filter((generation) => {
      const { privateKey, publicKey, jwk } = signingKeyFrom('secret', generation);
      const isPair = verify('sha256', data, publicKey, sign('sha256', data, privateKey));
      return !isPair || jwk.x?.length !== 43 || jwk.y?.length !== 43;
    });
    expect(failed).toEqual([]);
  });

  it('is on P-256 and named by its thumbprint', async () => {
    const { jwk, kid, publicKey } = key;
    expect(publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
    expect(kid).toBe(await calculateJwkThumbprint(jwk));
    await expect(importJWK(jwk, 'ES256')).resolves.toBeTruthy();
  });
});
