import { createECDH, createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { deriveKey } from '../derive-key';
import type { PublicKeyDto } from './jwks.dto';

/** The halves are `KeyObject`s, because `jsonwebtoken` parses a key given as text on every call. */
export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  jwk: PublicKeyDto;
}

/** Order of the P-256 group. @see FIPS 186-5, SP 800-186 section 3.2.1.3 */
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
/** The key from before there were generations has no number in its label, so that an update signs nobody out. */
const FIRST_PURPOSE = 'latchkey/access-token';

/**
 * The key of one generation: the same wherever the secret is the same, and nothing that another generation's key could be
 * computed from.
 * @param generation from 1 on
 */
export function signingKeyFrom(secret: string, generation: number): SigningKey {
  const purpose = generation === 1 ? FIRST_PURPOSE : `${FIRST_PURPOSE}/${generation}`;
  // 64 more bits than the order has, so that the remainder is not skewed. @see FIPS 186-5 A.2.1
  const wide = BigInt(`0x${deriveKey(secret, purpose, 40).toString('hex')}`);
  const scalar = (wide % (P256_ORDER - 1n)) + 1n;
  const d = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(d);
  const point = ecdh.getPublicKey();
  const x = point.subarray(1, 33).toString('base64url');
  const y = point.subarray(33, 65).toString('base64url');
  const shape = { kty: 'EC', crv: 'P-256', x, y };
  const kid = thumbprint(x, y);
  return {
    kid,
    privateKey: createPrivateKey({ key: { ...shape, d: d.toString('base64url') }, format: 'jwk' }),
    publicKey: createPublicKey({ key: shape, format: 'jwk' }),
    jwk: { ...shape, kid, alg: 'ES256', use: 'sig' },
  };
}

/** @see RFC 7638 section 3.2: members in this order, no blanks */
function thumbprint(x: string, y: string): string {
  return createHash('sha256').update(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`).digest('base64url');
}
