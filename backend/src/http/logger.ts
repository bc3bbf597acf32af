import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type LogFn, type Logger, pino } from 'pino';

/** Causes of causes that are logged with an error. */
const MAX_CAUSES = 3;

/**
 * Structured JSON, one line an event, with an allow-list of fields: requests and answers are never logged as they
 * are, so no header, cookie, body or query string can slip in. pino escapes CR and LF.
 */
export function createLogger(level: string, destination: DestinationStream = pino.destination(1)): Logger {
  const options = {
    level,
    base: { service: 'latchkey-api' },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: {
      req: (request: { id: string; method: string }) => ({ id: request.id, method: request.method }),
      res: (reply: { statusCode: number }) => ({ status: reply.statusCode }),
      err: (error: unknown) => errorFields(error),
    },
    hooks: { logMethod: writeWithOwnMessage },
  };
  return pino(options, destination);
}

/** Where no message is given pino takes the error's own, past the serializer that may have left it out. */
function writeWithOwnMessage(this: Logger, args: Parameters<LogFn>, write: LogFn): void {
  const [fields, message = 'error', ...rest] = args as unknown as [unknown, string | undefined, ...unknown[]];
  if (fields instanceof Error) write.call(this, { err: fields }, message, ...rest);
  else if (typeof fields === 'object' && fields !== null && 'err' in fields) write.call(this, fields, message, ...rest);
  else write.apply(this, args);
}

/** What databases hang on their errors, on each driver's own or on TypeORM's. */
const DRIVER_PROPERTIES = ['query', 'parameters', 'driverError', 'sql', 'sqlState', 'sqlMessage', 'errcode'];

/** A driver's error quotes values, in its SQL, its parameters and its message: only its kind and place are logged. */
function errorFields(error: unknown, depth = 0): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return {
    type: error.name,
    code: typeof code === 'string' ? code : undefined,
    message: DRIVER_PROPERTIES.some((property) => property in error) ? undefined : error.message,
    stack: stackOf(error),
    cause: cause !== undefined && depth < MAX_CAUSES ? errorFields(cause, depth + 1) : undefined,
  };
}

/** Places without what stands before them, which repeats the message. */
function stackOf({ stack }: Error): string {
  return (stack ?? '')
    .split('\n')
    .filter((line) => /^ {4}at .+:\d+\)?$/.test(line))
    .slice(0, 12)
    .join('\n');
}

/** Lets Nest and our own services write into the same log. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: unknown): void {
    this.write('info', message, context);
  }
  /** @param rest with an error: what was being done; else a stack, not logged because it quotes; last the context */
  error(message: unknown, ...rest: unknown[]): void {
    const [what] = rest;
    const context = rest.at(-1);
    if (message instanceof Error && typeof what === 'string' && rest.length > 1) {
      this.logger.error({ err: message, context }, what);
    } else {
      this.write('error', message, context);
    }
  }
  warn(message: unknown, context?: unknown): void {
    this.write('warn', message, context);
  }
  debug(message: unknown, context?: unknown): void {
    this.write('debug', message, context);
  }
  verbose(message: unknown, context?: unknown): void {
    this.write('trace', message, context);
  }

  private write(level: 'info' | 'error' | 'warn' | 'debug' | 'trace', message: unknown, context: unknown): void {
    if (message instanceof Error) this.logger[level]({ err: message, context });
    else if (typeof message === 'object' && message !== null) this.logger[level]({ ...message, context });
    else this.logger[level]({ context }, String(message));
  }
}
