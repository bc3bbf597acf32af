import { hkdfSync } from 'node:crypto';

/**
 * Derives the key of one purpose from a secret, so that one setting serves many purposes
 * and no key can be computed from another.
 *
 * @param purpose label, e.g. `latchkey/refresh-token`
 * @param bytes length of the key
 * @see RFC 5869
 */
export function deriveKey(secret: string, purpose: string, bytes = 32): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, bytes));
}
