import { hkdfSync } from 'node:crypto';
import { deriveKey } from './derive-key';

describe('deriving a key', () => {
  it('gives each purpose one of its own, and each secret', () => {
    const keys = ['latchkey/access-token', 'latchkey/refresh-token', 'latchkey/web-client'].flatMap((purpose) =>
      ['one secret', 'another'].map((secret) => deriveKey(secret, purpose).toString('hex')),
    );
    expect(new Set(keys).size).toBe(6);
  });

  it('is HKDF with SHA-256, as the scripts that start both halves do it too', () => {
    const expected = Buffer.from(hkdfSync('sha256', 'secret', '', 'latchkey/web-client', 32));
    expect(deriveKey('secret', 'latchkey/web-client')).toEqual(expected);
    expect(deriveKey('secret', 'x', 40)).toHaveLength(40);
  });
});
