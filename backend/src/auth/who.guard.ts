import { ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor';
import { ruleOf } from '../access/rules';
import { DatabaseUnavailable } from '../database/errors';
import { Problem } from '../http/problem';
import { ApiKeyCallers, apiKeyIn } from './api-key-callers';
import { JwtStrategy } from './jwt.strategy';
import { VerifiedTokens } from './verified-tokens';

/** Who is calling? Sets `request.actor`, or refuses with 401. Comes before the question what they may. */
@Injectable()
export class WhoGuard extends AuthGuard('jwt') {
  constructor(
    private readonly verified: VerifiedTokens,
    private readonly apiKeys: ApiKeyCallers,
    private readonly strategy: JwtStrategy,
  ) {
    super({ property: 'actor', session: false });
  }

  override canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { authorization } = request.headers;
    if (authorization === undefined) {
      if (isPublic(context)) return true;
      throw new Problem('authentication_required');
    }
    const actor = this.withoutPassport(request, authorization);
    if (actor === undefined) return super.canActivate(context) as Promise<boolean>;
    if (actor instanceof Promise) return actor.then((found) => this.admit(request, found, context));
    return this.admit(request, actor, context);
  }

  /** @returns undefined when it takes passport to tell */
  private withoutPassport(request: FastifyRequest, authorization: string) {
    // What passport would come to as well, without verifying once more what was verified before.
    const claims = this.verified.find(authorization);
    if (claims) return this.strategy.actorOf(request, claims);
    const key = apiKeyIn(authorization);
    return key === undefined ? undefined : this.apiKeys.actorOf(request, key);
  }

  private admit(request: FastifyRequest, actor: Actor | null, context: ExecutionContext): boolean {
    request.actor = this.handleRequest(null, actor, undefined, context);
    return true;
  }

  override handleRequest<TUser = Actor>(
    error: Error | null,
    actor: TUser | null,
    info: unknown,
    context: ExecutionContext,
  ): TUser {
    if (error) throw error;
    if (actor) return actor;
    // A public door does not care for a stale token: signing in must work with one in hand.
    if (isPublic(context)) return undefined as TUser;
    // Passport takes every failure for a refusal. Where the key of the token could not be looked for, nobody was refused.
    if (info instanceof DatabaseUnavailable) throw info;
    const { authorization } = context.switchToHttp().getRequest<FastifyRequest>().headers;
    throw new Problem(/^bearer\s/i.test(authorization ?? '') ? 'invalid_token' : 'authentication_required');
  }
}

function isPublic(context: ExecutionContext): boolean {
  return ruleOf(context.getHandler())?.kind === 'public';
}
