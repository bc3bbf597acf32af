import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../http/problem';
import { Actor, can } from './actor';
import { isSessionOnly, Rule, ruleOf } from './rules';

/** May this caller pass this door? A door without a rule is closed to everybody. */
@Injectable()
export class AccessGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const handler = context.getHandler();
    const rule = ruleOf(handler);
    if (!rule) throw new Error(`${context.getClass().name}.${handler.name} has no rule`);
    if (rule.kind === 'public') return true;
    const { actor } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!actor) throw new Problem('authentication_required');
    if (isSessionOnly(handler) && actor.kind !== 'session') throw new Problem('permission_denied');
    if (!satisfies(actor, rule)) throw new Problem('permission_denied');
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
      return actor.role === rule.role;
  }
}
