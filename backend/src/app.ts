import { randomUUID } from 'node:crypto';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import { LogController, type FastifyInstance, type FastifyServerOptions } from 'fastify';
import type { Logger } from 'pino';
import { Doors, type RegisteredRoute } from './access/doors';
import { AppModule } from './app.module';
import { RefusedVisits } from './audit/refused-visits';
import type { Config } from './config';
import { OpenApiDocument } from './docs/openapi-document';
import { BODY_LIMIT_BYTES } from './http/json-body';
import { createLogger, NestLog } from './http/logger';
import { answerClientError, answerFrameworkError, setUpHttp } from './http/setup';

const REQUEST_ID = /^[\w-]{8,64}$/;

/** Milliseconds. Node looks for slow requests only every 30 s unless told otherwise. */
const TIMEOUTS = {
  requestTimeout: 15_000,
  keepAliveTimeout: 65_000,
  connectionTimeout: 0,
  http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000 },
};

/**
 * Builds the API, not yet listening.
 * @throws Error naming each door without a rule
 */
export async function createApp(config: Config): Promise<NestFastifyApplication> {
  const logger = createLogger(config.logLevel);
  const adapter = new FastifyAdapter(serverOptions(config, logger));
  const routes: RegisteredRoute[] = [];
  const fastify = adapter.getInstance<FastifyInstance>();
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) routes.push({ method: each, path: url });
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config), adapter, {
    logger: new NestLog(logger),
    bodyParser: false,
    abortOnError: false,
  });
  setUpHttp(app, config);
  recordRefusals(fastify, app.get(RefusedVisits));
  app.get(OpenApiDocument).attach(app);
  await app.init();
  await fastify.ready();
  app.get(Doors).open(routes);
  return app;
}

function recordRefusals(fastify: FastifyInstance, visits: RefusedVisits): void {
  // With a callback: a promise on every answer would cost what only refusals need.
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const goOn = () => done(null, payload);
    // Whoever is only asked for the password once more is not refused yet.
    const isRefused = reply.statusCode === 403 && !String(payload).includes('"reauthentication_required"');
    const noted = isRefused ? visits.note(request) : undefined;
    if (noted) void noted.then(goOn);
    else goOn();
  });
}

function serverOptions(config: Config, logger: Logger): FastifyServerOptions {
  return {
    loggerInstance: logger,
    // One line a request is written by our own hook, with an allow-list of fields.
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    genReqId: (request: { headers: Record<string, unknown> }) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: trustedBy(config),
    forceCloseConnections: 'idle',
    // Whoever still has a connection while we end is served, and told that it was the last time on this one.
    return503OnClosing: false,
    routerOptions: {
      caseSensitive: true,
      ignoreTrailingSlash: false,
      ignoreDuplicateSlashes: false,
      maxParamLength: 256,
    },
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerClientError,
    ...TIMEOUTS,
  } as unknown as FastifyServerOptions;
}

/** Fastify believes nobody for a bare number, because a number does not say who is near; the setting means it. */
function trustedBy({ trustedProxies }: Config): FastifyServerOptions['trustProxy'] {
  if (typeof trustedProxies !== 'number') return trustedProxies;
  return (_address: string, hop: number) => hop < trustedProxies;
}
