import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Config } from '../config';
import { deriveKey } from '../derive-key';

/** A token taken apart, before anybody has checked it. */
export interface SealedToken {
  head: Buffer;
  mac: Buffer;
}

const MAC_BYTES = 32;

/**
 * Tokens that can be computed again but not made up: a prefix + base64url(head, MAC), with
 * `MAC = HMAC-SHA-256(key of the purpose, head | salt of a row)`. Neither a reader of the database nor a holder of the
 * key alone can make one, and a genuine old token differs from a forged one without any history.
 */
export class SealedTokens {
  /** The first makes tokens; each verifies. */
  private readonly keys: readonly [Buffer, ...Buffer[]];

  /**
   * @param purpose label of the key, e.g. `latchkey/refresh-token`
   * @param prefix by which a token that leaked is recognised
   */
  constructor(
    { appSecret, appSecretPrevious }: Pick<Config, 'appSecret' | 'appSecretPrevious'>,
    purpose: string,
    private readonly prefix: string,
    private readonly headBytes: number,
  ) {
    const previous = appSecretPrevious === undefined ? [] : [deriveKey(appSecretPrevious, purpose)];
    this.keys = [deriveKey(appSecret, purpose), ...previous];
  }

  /** @param salt hex */
  seal(head: Buffer, salt: string): string {
    return this.prefix + Buffer.concat([head, macOf(this.keys[0], head, salt)]).toString('base64url');
  }

  /** @returns undefined for anything that does not have the form of such a token */
  open(token: string): SealedToken | undefined {
    const length = this.headBytes + MAC_BYTES;
    if (token.length !== this.prefix.length + Math.ceil((length * 4) / 3)) return undefined;
    if (!token.startsWith(this.prefix)) return undefined;
    const bytes = Buffer.from(token.slice(this.prefix.length), 'base64url');
    if (bytes.length !== length) return undefined;
    return { head: bytes.subarray(0, this.headBytes), mac: bytes.subarray(this.headBytes) };
  }

  /** Whether we made this token for the row with this salt. Compares in constant time. */
  isGenuine({ head, mac }: SealedToken, salt: string): boolean {
    return this.keys.some((key) => timingSafeEqual(macOf(key, head, salt), mac));
  }
}

function macOf(key: Buffer, head: Buffer, salt: string): Buffer {
  return createHmac('sha256', key).update(head).update(Buffer.from(salt, 'hex')).digest();
}

export const UUID_BYTES = 16;

export function uuidToBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

export function uuidFromBytes(bytes: Buffer): string {
  const hex = bytes.toString('hex', 0, UUID_BYTES);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
