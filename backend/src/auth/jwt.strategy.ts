import type { KeyObject } from 'node:crypto';
import { callbackify } from 'node:util';
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { ExtractJwt, Strategy, type StrategyOptionsWithRequest } from 'passport-jwt';
import type { Actor } from '../access/actor';
import { type LiveSession, LiveSessions } from '../access/live-sessions';
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
    const findKey = callbackify(async (token: string) => {
      const key = await accessTokens.keyFor(token);
      if (!key) throw new Problem('invalid_token');
      return key;
    });
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKeyProvider: (_request: unknown, token: string, done: (error: Error | null, key: KeyObject) => void) =>
        findKey(token, done),
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
  actorOf(request: FastifyRequest, claims: AccessTokenClaims): Actor | null | Promise<Actor | null> {
    if (!this.accessTokens.areLive(claims)) return null;
    const live = this.liveSessions.find(claims.sid);
    if (live instanceof Promise) return live.then((session) => this.admit(request, claims, session));
    return this.admit(request, claims, live);
  }

  private admit(
    request: FastifyRequest,
    { sid, sub, gen }: AccessTokenClaims,
    live: LiveSession | null,
  ): Actor | null | Promise<Actor> {
    const now = this.clock.now();
    if (!live || live.actor.userId !== sub || live.expiresAt <= now || live.idleExpiresAt <= now) return null;
    if (gen <= live.confirmedGeneration || this.clientInfo.transform(request).isUnconfirmed) return live.actor;
    return this.sessions.confirm(sid, gen).then(() => {
      live.confirmedGeneration = gen;
      return live.actor;
    });
  }
}
