import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config';
import { deriveKey } from '../derive-key';

/** What a refresh token says before anybody has checked it. */
export interface RefreshTokenClaim {
  sessionId: string;
  generation: number;
  mac: Buffer;
}

const PREFIX = 'lkr_';
const ID_BYTES = 16;
const GENERATION_BYTES = 4;
const MAC_BYTES = 32;
const TOKEN_BYTES = ID_BYTES + GENERATION_BYTES + MAC_BYTES;
const TOKEN_LENGTH = PREFIX.length + Math.ceil((TOKEN_BYTES * 4) / 3);

/**
 * Refresh tokens that can be computed again but not made up: `lkr_` + base64url(session id, generation, MAC), with
 * `MAC = HMAC-SHA-256(key, session id | generation | salt of the row)`. Neither a reader of the database nor a
 * holder of the key alone can make one, and a genuine old token differs from a forged one without any history.
 */
@Injectable()
export class RefreshTokens {
  /** The first makes tokens; each verifies. */
  private readonly keys: Buffer[];

  constructor(config: Config) {
    this.keys = [config.appSecret, config.appSecretPrevious]
      .filter((secret) => secret !== undefined)
      .map((secret) => deriveKey(secret, 'latchkey/refresh-token'));
  }

  /** @param salt hex, from the session's row */
  issue(sessionId: string, generation: number, salt: string): string {
    const head = headOf(sessionId, generation);
    const [key] = this.keys;
    if (!key) throw new Error('no key');
    return PREFIX + Buffer.concat([head, macOf(key, head, salt)]).toString('base64url');
  }

  /** @returns undefined for anything that does not have the form of a refresh token */
  parse(token: string): RefreshTokenClaim | undefined {
    if (token.length !== TOKEN_LENGTH || !token.startsWith(PREFIX)) return undefined;
    const bytes = Buffer.from(token.slice(PREFIX.length), 'base64url');
    if (bytes.length !== TOKEN_BYTES) return undefined;
    const hex = bytes.toString('hex', 0, ID_BYTES);
    return {
      sessionId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
      generation: bytes.readUInt32BE(ID_BYTES),
      mac: bytes.subarray(ID_BYTES + GENERATION_BYTES),
    };
  }

  /** Whether we made this token for this session. Compares in constant time. */
  isGenuine({ sessionId, generation, mac }: RefreshTokenClaim, salt: string): boolean {
    const head = headOf(sessionId, generation);
    return this.keys.some((key) => timingSafeEqual(macOf(key, head, salt), mac));
  }
}

function headOf(sessionId: string, generation: number): Buffer {
  const head = Buffer.alloc(ID_BYTES + GENERATION_BYTES);
  head.write(sessionId.replaceAll('-', ''), 'hex');
  head.writeUInt32BE(generation, ID_BYTES);
  return head;
}

function macOf(key: Buffer, head: Buffer, salt: string): Buffer {
  return createHmac('sha256', key).update(head).update(Buffer.from(salt, 'hex')).digest();
}
