import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { ExtractJwt, Strategy, type StrategyOptionsWithRequest } from 'passport-jwt';
import type { Actor } from '../access/actor';
import { LiveSessions } from '../access/live-sessions';
import { Clock } from '../clock';
import { ClientInfoPipe } from '../http/client-info';
import { Problem } from '../http/problem';
import { SessionsService } from '../sessions/sessions.service';
import {
  ACCESS_TOKEN_ALGORITHM,
  ACCESS_TOKEN_AUDIENCE,
  AccessTokenClaims,
  AccessTokens,
} from '../tokens/access-tokens';
import { VerifiedTokens } from './verified-tokens';

/** Who is calling with an access token. The token names the session; everything else is read from the database. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly liveSessions: LiveSessions,
    private readonly sessions: SessionsService,
    private readonly clientInfo: ClientInfoPipe,
    private readonly clock: Clock,
    private readonly verified: VerifiedTokens,
  ) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKeyProvider: (_request: unknown, token: string, done: (error: Error | null, key?: KeyObject) => void) => {
        const key = accessTokens.keyFor(token);
        if (key) done(null, key);
        else done(new Problem('invalid_token'));
      },
      algorithms: [ACCESS_TOKEN_ALGORITHM],
      issuer: accessTokens.issuer,
      audience: ACCESS_TOKEN_AUDIENCE,
      // Checked in actorOf(), by our clock and on every request: a verified token is remembered.
      ignoreExpiration: true,
      passReqToCallback: true,
    } as unknown as StrategyOptionsWithRequest);
  }

  /** Called by passport once the signature, issuer and audience are right. @returns null, which refuses the token */
  async validate(request: FastifyRequest, claims: AccessTokenClaims): Promise<Actor | null> {
    if (!this.accessTokens.areComplete(claims)) return null;
    const { authorization } = request.headers;
    if (authorization !== undefined) this.verified.remember(authorization, claims);
    return this.actorOf(request, claims);
  }

  /** @returns null when the token of these claims is expired or its session is over */
  async actorOf(request: FastifyRequest, claims: AccessTokenClaims): Promise<Actor | null> {
    if (!this.accessTokens.areLive(claims)) return null;
    const live = await this.liveSessions.find(claims.sid);
    const now = this.clock.now();
    if (!live || live.userId !== claims.sub || live.expiresAt <= now || live.idleExpiresAt <= now) return null;
    if (claims.gen > live.confirmedGeneration && !this.clientInfo.transform(request).isUnconfirmed) {
      await this.sessions.confirm(claims.sid, claims.gen);
      live.confirmedGeneration = claims.gen;
    }
    return {
      kind: 'session',
      userId: live.userId,
      sessionId: live.sessionId,
      role: live.role,
      grants: live.grants,
      account: live.account,
      authenticatedAt: live.authenticatedAt,
    };
  }
}
