import { Injectable } from '@nestjs/common';
import { Config } from '../config';
import type { Grants } from '../access/permissions';
import { AccessTokens } from '../tokens/access-tokens';
import { RefreshTokens } from '../tokens/refresh-tokens';

/** The person a session belongs to, as the token pair shows them. */
export interface SessionUser {
  id: string;
  email: string;
  name: string;
  role: string;
  grants: Grants;
}

/** A token pair before it is put on the wire. Lifetimes are whole seconds. */
export interface IssuedTokens {
  accessToken: string;
  expiresIn: number;
  refreshToken: string;
  refreshExpiresIn: number;
  user: SessionUser;
}

/** What the tokens of a session are made from. */
export interface TokenSource {
  readonly id: string;
  readonly salt: string;
  readonly user: SessionUser;
  readonly idleExpiresAt: number;
}

/** Makes the tokens of a session. The same generation of the same session always has the same refresh token. */
@Injectable()
export class TokenPairs {
  constructor(
    private readonly config: Config,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
  ) {}

  /** When a session ends that is used now, and then no more. */
  idleEnd(now: number, expiresAt: number): number {
    return Math.min(now + this.config.refreshTokenTtlSeconds * 1000, expiresAt);
  }

  issue(session: TokenSource, generation: number, now: number): IssuedTokens {
    const { id: sessionId, salt, user, idleExpiresAt } = session;
    return {
      accessToken: this.accessTokens.issue({ userId: user.id, sessionId, generation, role: user.role }),
      expiresIn: this.config.accessTokenTtlSeconds,
      refreshToken: this.refreshTokens.issue(sessionId, generation, salt),
      refreshExpiresIn: Math.floor((idleExpiresAt - now) / 1000),
      user,
    };
  }
}
