import { ArgumentsHost, Catch, ExceptionFilter, HttpException, Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseUnavailable } from '../database/errors';
import { Problem, ProblemCode, problemBody, problemHeaders } from './problem';

/** Answers whether another method is known at a path, and which. */
export abstract class KnownMethods {
  abstract at(path: string): string[];
}

const CODE_BY_STATUS: Record<number, ProblemCode> = {
  400: 'malformed_request',
  404: 'not_found',
  413: 'payload_too_large',
  414: 'uri_too_long',
  415: 'unsupported_media_type',
  431: 'headers_too_large',
  503: 'unavailable',
};

/** Turns whatever was thrown into one shape. What we did not throw ourselves says nothing about its cause. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(KnownMethods) private readonly knownMethods: KnownMethods) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = this.problemOf(error, request, reply);
    if (problem.status >= 500) request.log.error({ err: error, code: problem.code }, 'request failed');
    // Written by hand: Nest's reply() would run the body through serializers again.
    void reply
      .code(problem.status)
      .headers(problemHeaders(problem))
      .send(JSON.stringify(problemBody(problem, request.id)));
  }

  private problemOf(error: unknown, request: FastifyRequest, reply: FastifyReply): Problem {
    if (error instanceof Problem) return error;
    if (isDatabaseUnavailable(error)) return new Problem('unavailable');
    const status = statusOf(error);
    if (status !== 404) return new Problem(CODE_BY_STATUS[status] ?? 'internal_error');
    const methods = this.knownMethods.at(pathOf(request.url));
    if (methods.length === 0) return new Problem('not_found');
    void reply.header('allow', methods.join(', '));
    return new Problem('method_not_allowed');
  }
}

/** Path of a request target, which may be a whole address. @see RFC 9112 section 3.2.2 */
function pathOf(target: string): string {
  return target.replace(/^https?:\/\/[^/?]*/i, '').split('?', 1)[0] ?? '';
}

/** Status of an error that Nest's router or Fastify's parsers threw. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}
