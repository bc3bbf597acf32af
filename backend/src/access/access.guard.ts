import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../clock';
import { Problem } from '../http/problem';
import { Actor, can } from './actor';
import { needsFreshProof, requireFreshProof } from './fresh-proof';
import { isSessionOnly, Rule, ruleOf } from './rules';

/** May this caller pass this door? A door without a rule is closed to everybody. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly clock: Clock) {}

  canActivate(context: ExecutionContext): boolean {
    const handler = context.getHandler();
    const rule = ruleOf(handler);
    if (!rule) throw new Error(`${context.getClass().name}.${handler.name} has no rule`);
    if (rule.kind === 'public') return true;
    const { actor } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!actor) throw new Problem('authentication_required');
    if (isSessionOnly(handler) && actor.kind !== 'session') throw new Problem('permission_denied');
    if (!satisfies(actor, rule)) throw new Problem('permission_denied');
    // Last, so that nobody is asked for a password in vain.
    if (needsFreshProof(handler)) requireFreshProof(actor, this.clock.now());
    return true;
  }
}

function satisfies(actor: Actor, rule: Rule): boolean {
  switch (rule.kind) {
    case 'public':
    case 'signed-in':
      return true;
    case 'permission':
      return can(actor, rule.permission) !== undefined;
    case 'role':
      return actor.kind === 'session' && actor.role === rule.role;
  }
}
