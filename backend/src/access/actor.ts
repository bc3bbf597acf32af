import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../http/problem';
import type { Grants, Permission, Reach } from './permissions';

/** The caller's account, as the caller may see it. Moments are epoch milliseconds. */
export interface OwnAccount {
  readonly email: string;
  readonly name: string;
  /** Language of the mails; null for somebody who never chose one. */
  readonly locale: string | null;
  readonly emailVerifiedAt: number | null;
  /** When it is to be erased; null when it is not. */
  readonly eraseAt: number | null;
  /** When the password was chosen; null when that is not known. */
  readonly passwordChangedAt: number | null;
  readonly createdAt: number;
  readonly lastLoginAt: number | null;
}

/** Who is calling, read live from the database (at most 1 s old), never from what a token says. */
export interface Actor {
  readonly kind: 'session' | 'api_key';
  readonly userId: string;
  /** Null for an API key. */
  readonly sessionId: string | null;
  /** Null for a session. */
  readonly apiKeyId: string | null;
  /** Key of the role, e.g. `ADMIN`. */
  readonly role: string;
  readonly grants: Grants;
  readonly account: OwnAccount;
  /** Last proof of identity, epoch milliseconds; null for an API key. */
  readonly authenticatedAt: number | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard that asks who is calling; missing on public doors without a valid token. */
    actor?: Actor;
  }
}

/** The caller of a door that is not public. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!actor) throw new Problem('authentication_required');
  return actor;
});

/** The caller of a public door, if it sent a valid token. */
export const OptionalActor = createParamDecorator(
  (_: unknown, context: ExecutionContext): Actor | undefined =>
    context.switchToHttp().getRequest<FastifyRequest>().actor,
);

export function can(actor: Actor, permission: Permission): Reach | undefined {
  return actor.grants[permission];
}
