import type { KeyObject } from 'node:crypto';
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Clock } from '../clock';
import { Config } from '../config';
import { CLOCK_SKEW_SECONDS, SigningKeys } from './signing-keys';

/** Claims of an access token. `role` is for other services that verify by JWKS; our own API never decides by it. */
export interface AccessTokenClaims {
  /** Id of the user. */
  sub: string;
  /** Id of the session. */
  sid: string;
  /** Generation of the refresh token that came with it. */
  gen: number;
  role: string;
  jti: string;
  iss: string;
  aud: string;
  /** Seconds since the epoch. */
  iat: number;
  exp: number;
}

export const ACCESS_TOKEN_AUDIENCE = 'latchkey-api';
export const ACCESS_TOKEN_ALGORITHM = 'ES256';
const TYPE = 'at+jwt';
const MAX_LENGTH = 4096;
/** Header parameters that make a verifier fetch a key, trust one sent along, or need an extension. */
const REFUSED_PARAMETERS = ['crit', 'jku', 'jwk', 'x5u', 'x5c', 'b64'];

/** @see RFC 9068 */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly jwt: JwtService,
    private readonly keys: SigningKeys,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  get issuer(): string {
    return this.config.webUrl;
  }

  issue({
    userId,
    sessionId,
    generation,
    role,
  }: {
    userId: string;
    sessionId: string;
    generation: number;
    role: string;
  }) {
    const iat = Math.floor(this.clock.now() / 1000);
    const claims: AccessTokenClaims = {
      iss: this.issuer,
      aud: ACCESS_TOKEN_AUDIENCE,
      sub: userId,
      sid: sessionId,
      gen: generation,
      role,
      jti: randomUUID(),
      iat,
      exp: iat + this.config.accessTokenTtlSeconds,
    };
    const { privateKey, kid } = this.keys.current;
    return this.jwt.sign(claims, {
      privateKey,
      algorithm: ACCESS_TOKEN_ALGORITHM,
      header: { alg: ACCESS_TOKEN_ALGORITHM, typ: TYPE, kid },
    });
  }

  /**
   * The name of the key that verifies this token, by what `jsonwebtoken` does not check of the header.
   * @returns undefined when the token must be refused
   * @see RFC 8725 sections 3.1, 3.11
   */
  kidOf(token: string): string | undefined {
    if (token.length > MAX_LENGTH) return undefined;
    const header = jsonOf(token.split('.', 1)[0] ?? '');
    if (!header || header.alg !== ACCESS_TOKEN_ALGORITHM || header.typ !== TYPE || typeof header.kid !== 'string')
      return undefined;
    if (REFUSED_PARAMETERS.some((parameter) => Object.hasOwn(header, parameter))) return undefined;
    return header.kid;
  }

  /**
   * @returns undefined when the token must be refused
   * @throws DatabaseUnavailable when its key is new and cannot be found out
   */
  async keyFor(token: string): Promise<KeyObject | undefined> {
    const kid = this.kidOf(token);
    return kid === undefined ? undefined : this.keys.publicKey(kid);
  }

  /** Whether a verified token's claims are all there and of their type. */
  areComplete({ iss, aud, sub, sid, jti, role, gen, iat, exp }: AccessTokenClaims): boolean {
    return (
      [iss, aud, sub, sid, jti, role].every((claim: unknown) => typeof claim === 'string' && claim !== '') &&
      [gen, iat, exp].every((claim: unknown) => Number.isSafeInteger(claim))
    );
  }

  /** Whether a token with these claims, which are complete, lives now. */
  areLive({ iat, exp }: AccessTokenClaims): boolean {
    const now = this.clock.now() / 1000;
    return exp > now && iat <= now + CLOCK_SKEW_SECONDS && exp > iat && exp - iat <= this.config.accessTokenTtlSeconds;
  }
}

function jsonOf(segment: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
