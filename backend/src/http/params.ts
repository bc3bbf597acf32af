import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Problem } from './problem';

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id in a path. A malformed one answers like a missing one. */
export class IdParam {
  @Matches(UUID, { context: { problem: 'not_found' } })
  id: string;
}

/**
 * The version that the caller saw, from `If-Match: "<version>"`.
 * Throws `version_mismatch` when it is there but no version of ours, `undefined` when it is missing.
 * @see RFC 9110 section 13.1.1
 */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number | undefined => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (header === undefined) return undefined;
  const version = /^"(\d{1,9})"$/.exec(header)?.[1];
  if (version === undefined) throw new Problem('version_mismatch');
  return Number(version);
});

/**
 * The tags of what the caller has already, from `If-None-Match`. A weak one is as good: nobody asks for parts.
 * @see RFC 9110 section 13.1.2
 */
export const IfNoneMatch = createParamDecorator((_: unknown, context: ExecutionContext): string[] => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-none-match'] ?? '';
  return header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
});

/** The `ETag` of a version, which `IfMatch` reads back. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/** Describes the header that carries a version out. */
export const ApiETag = {
  ETag: { description: 'The version, for `If-Match`.', schema: { type: 'string' as const } },
};

/** Describes the header that carries a version back. */
export const ApiIfMatch = () =>
  ApiHeader({
    name: 'If-Match',
    required: true,
    description: 'The `ETag` of the version you saw.',
    schema: { type: 'string' },
  });
