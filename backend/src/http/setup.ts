import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { Config } from '../config';
import { closeInTime } from './closing';
import { registerCors } from './cors';
import { registerJsonBody } from './json-body';
import { Problem, problemBody, problemHeaders } from './problem';
import { rateLimitHeaders } from './rate-limit';
import { createValidationPipe } from './validation';

/**
 * On every answer; a door that is for everybody may say otherwise about caching.
 * @see OWASP REST Security Cheat Sheet
 */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;
const ONE_YEAR_SECONDS = 31_536_000;

/** What holds for every request, whatever door it comes to. */
export function setUpHttp(app: NestFastifyApplication, config: Config): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  registerJsonBody(fastify);
  closeInTime(fastify);
  app.useGlobalPipes(createValidationPipe());
  const headers: Record<string, string> = { ...HEADERS };
  if (config.webUrl.startsWith('https:')) headers['strict-transport-security'] = `max-age=${ONE_YEAR_SECONDS}`;
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers);
    reply.header('x-request-id', request.id);
    done();
  });
  if (config.corsOrigins.length > 0) registerCors(fastify, config.corsOrigins);
  fastify.addHook('onRequest', (request, _reply, done) => done(repeatedParameter(request)));
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (request.rateLimits) reply.headers(rateLimitHeaders(request.rateLimits.values()));
    done(null, payload);
  });
  fastify.addHook('onResponse', logResponse);
}

/** One value a parameter: what a second one means is for nobody to guess. */
function repeatedParameter(request: FastifyRequest): Problem | undefined {
  const repeated = Object.entries(request.query as Record<string, unknown>).find(
    ([, value]) => typeof value !== 'string',
  );
  if (!repeated) return undefined;
  return new Problem('validation_failed', {
    errors: [{ field: repeated[0], code: 'repeated', message: 'Send this parameter once.' }],
  });
}

/** Reads at `debug`, changes and refusals at `info`: a log that tells what happened without drowning it. */
function logResponse(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const isQuiet = reply.statusCode < 400 && (request.method === 'GET' || request.method === 'HEAD');
  if (isQuiet && !isLogged(request.log, 'debug')) return done();
  const entry = {
    method: request.method,
    // The pattern, never the address as sent: that may hold a token or a person's search.
    route: request.routeOptions.url ?? 'unknown',
    status: reply.statusCode,
    durationMs: Math.round(reply.elapsedTime * 10) / 10,
    userId: request.actor?.userId,
    sessionId: request.actor?.sessionId ?? undefined,
    apiKeyId: request.actor?.apiKeyId ?? undefined,
  };
  if (isQuiet) request.log.debug(entry, 'request');
  else request.log.info(entry, 'request');
  done();
}

/** Fastify's type of a logger leaves out what pino can say. */
function isLogged(log: FastifyBaseLogger, level: string): boolean {
  return !('isLevelEnabled' in log) || (log as unknown as Logger).isLevelEnabled(level);
}

/** Answers what the router refuses before any route is known, such as a broken escape in the path. */
export function answerFrameworkError(
  error: { statusCode?: number },
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const problem = new Problem(error.statusCode === 414 ? 'uri_too_long' : 'malformed_request');
  void reply
    .code(problem.status)
    .headers({ ...HEADERS, ...problemHeaders(problem), 'x-request-id': request.id })
    .send(JSON.stringify(problemBody(problem, request.id)));
}

/** Answers what is not HTTP at all, on the bare socket. */
export function answerClientError(error: NodeJS.ErrnoException, socket: import('node:net').Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
  const problem = new Problem(error.code === 'HPE_HEADER_OVERFLOW' ? 'headers_too_large' : 'malformed_request');
  const requestId = randomUUID();
  const body = JSON.stringify(problemBody(problem, requestId));
  const headers = {
    ...HEADERS,
    ...problemHeaders(problem),
    'x-request-id': requestId,
    connection: 'close',
    'content-length': String(Buffer.byteLength(body)),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`);
}
