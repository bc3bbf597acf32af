import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, ApiResponse } from '@nestjs/swagger';
import { ENDED_REASONS, type EndedReason, PROBLEMS, ProblemCode } from './problem';

/** What is wrong with one field. */
export class FieldErrorDto {
  /** Path of the field. */
  @ApiProperty({ example: 'email' })
  field: string;
  /** For programs. */
  @ApiProperty({ example: 'is_email' })
  code: string;
  /** For people. */
  @ApiProperty({ example: 'Enter an e-mail address.' })
  message: string;
}

/** Every refusal has this shape (RFC 9457). */
export class ProblemDto {
  @ApiProperty({ example: 'urn:latchkey:problem:not_found' })
  type: string;
  @ApiProperty({ example: PROBLEMS.not_found.title })
  title: string;
  @ApiProperty({ example: 404 })
  status: number;
  @ApiProperty({ enum: Object.keys(PROBLEMS), example: 'not_found', description: 'What programs branch on.' })
  code: ProblemCode;
  @ApiPropertyOptional({ description: 'One sentence for people.' })
  detail?: string;
  @ApiProperty({ description: 'The same as `X-Request-Id`; quote it when you ask for help.' })
  requestId: string;
  @ApiPropertyOptional({ type: [FieldErrorDto] })
  errors?: FieldErrorDto[];
  @ApiPropertyOptional({
    enum: ENDED_REASONS,
    description: 'With `session_ended`: why, if the token was genuine and this is known.',
  })
  reason?: EndedReason;
}

/** Declares the refusals of a door that do not follow from its rule, as `application/problem+json`. */
export function ApiProblems(...codes: ProblemCode[]): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ...Object.entries(problemResponses(codes)).map(([status, response]) =>
      ApiResponse({ status: Number(status), ...response }),
    ),
  );
}

/** A problem with one of these codes. */
function problemSchema(codes: readonly ProblemCode[]) {
  const own = { type: 'object' as const, properties: { code: { type: 'string' as const, enum: [...codes] } } };
  return { allOf: [{ $ref: '#/components/schemas/ProblemDto' }, own] };
}

/** The codes that a response declares, if it is a problem. */
export function problemCodesOf(response: object | undefined): ProblemCode[] {
  const { content = {} } = (response ?? {}) as {
    content?: Record<string, { schema: ReturnType<typeof problemSchema> }>;
  };
  const parts = content['application/problem+json']?.schema.allOf ?? [];
  return parts.flatMap((part) => ('properties' in part ? part.properties.code.enum : []));
}

const RETRIABLE = new Set([429, 503]);
const RETRY_AFTER = {
  'Retry-After': {
    description: 'Seconds to wait before asking again.',
    schema: { type: 'integer' as const, example: 5 },
  },
};

/** Responses of an operation by status; codes that share a status share a response. */
export function problemResponses(codes: readonly ProblemCode[]) {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, sameStatus]) => [
      String(status),
      {
        description: sameStatus.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join(' '),
        ...(RETRIABLE.has(status) && { headers: RETRY_AFTER }),
        content: { 'application/problem+json': { schema: problemSchema(sameStatus) } },
      },
    ]),
  );
}
