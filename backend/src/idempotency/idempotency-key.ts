import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiProblems } from '../http/api-problems';
import { invalidField, Problem } from '../http/problem';

/** What a caller may repeat without having it done twice. */
export interface IdempotentRequest {
  readonly userId: string;
  /** Method and path as routed. */
  readonly door: string;
  /** Chosen by the caller. */
  readonly key: string;
  /** One spelling of what is asked for. */
  readonly content: string;
}

const HEADER = 'idempotency-key';
/** The string of a structured field, or the same without its quotes, as most programs send it. */
const KEY = /^(?:"([\x21\x23-\x5b\x5d-\x7e]{8,128})"|([\x21\x23-\x5b\x5d-\x7e]{8,128}))$/;

/**
 * The request of a creating door if it carries an `Idempotency-Key`, else null. Throws `validation_failed` for a key that
 * is none.
 * @see draft-ietf-httpapi-idempotency-key-header-07
 */
export const Idempotent = createParamDecorator((_: unknown, context: ExecutionContext): IdempotentRequest | null => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const header = request.headers[HEADER];
  if (header === undefined) return null;
  if (!request.actor) throw new Problem('authentication_required');
  const [, quoted, bare] = KEY.exec(String(header)) ?? [];
  const key = quoted ?? bare;
  if (key === undefined) {
    throw invalidField('Idempotency-Key', 'invalid', 'Send 8 to 128 letters, digits or signs, best of all a UUID.');
  }
  const { method, routeOptions, body } = request;
  return { userId: request.actor.userId, door: `${method} ${routeOptions.url}`, key, content: canonical(body) };
});

/** JSON with the fields of every object in one order: programs need not keep it. */
function canonical(body: unknown): string {
  return JSON.stringify(body, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Describes the header that makes a creating door safe to ask again. */
export const ApiIdempotencyKey = () =>
  applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'Chosen by you, for what is to be made once, e.g. a UUID. Within 24 hours the same request with the same key has ' +
        'the same answer and makes nothing more; another request with it is a `conflict`.',
      schema: { type: 'string', minLength: 8, maxLength: 130, example: '"8e03978e-40d5-43e8-bc93-6894a57f9324"' },
    }),
    ApiProblems('conflict'),
  );
