import { Injectable } from '@nestjs/common';
import { Config } from '../config';
import { type SealedToken, SealedTokens, UUID_BYTES, uuidFromBytes, uuidToBytes } from './sealed-tokens';

/** What a refresh token says before anybody has checked it. */
export interface RefreshTokenClaim {
  sessionId: string;
  generation: number;
  sealed: SealedToken;
}

const GENERATION_BYTES = 4;

/** Refresh tokens: `lkr_` + session id and generation, sealed with the salt of the session's row. @see SealedTokens */
@Injectable()
export class RefreshTokens {
  private readonly tokens: SealedTokens;

  constructor(config: Config) {
    this.tokens = new SealedTokens(config, 'latchkey/refresh-token', 'lkr_', UUID_BYTES + GENERATION_BYTES);
  }

  /** @param salt hex, from the session's row */
  issue(sessionId: string, generation: number, salt: string): string {
    return this.tokens.seal(headOf(sessionId, generation), salt);
  }

  /** @returns undefined for anything that does not have the form of a refresh token */
  parse(token: string): RefreshTokenClaim | undefined {
    const sealed = this.tokens.open(token);
    if (!sealed) return undefined;
    const { head } = sealed;
    return { sessionId: uuidFromBytes(head), generation: head.readUInt32BE(UUID_BYTES), sealed };
  }

  /** Whether we made this token for this session. */
  isGenuine({ sealed }: RefreshTokenClaim, salt: string): boolean {
    return this.tokens.isGenuine(sealed, salt);
  }
}

function headOf(sessionId: string, generation: number): Buffer {
  const head = Buffer.alloc(UUID_BYTES + GENERATION_BYTES);
  uuidToBytes(sessionId).copy(head);
  head.writeUInt32BE(generation, UUID_BYTES);
  return head;
}
