import { Writable } from 'node:stream';
import { QueryFailedError } from 'typeorm';
import { createLogger, NestLog } from './logger';

/** A logger and what it has written. */
function capture(level = 'trace') {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const logger = createLogger(level, destination);
  return {
    logger,
    nest: new NestLog(logger),
    lines,
    last: () => JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>,
  };
}

const SECRET = 'ada@example.com s3cr3t';

describe('the log', () => {
  it('is one JSON object a line, with time and service', () => {
    const { logger, lines, last } = capture();
    logger.info({ event: 'signed_in' }, 'hello');
    logger.warn('again');
    expect(lines.every((line) => line.endsWith('\n') && line.indexOf('\n') === line.length - 1)).toBe(true);
    expect(last()).toMatchObject({ level: 40, service: 'latchkey-api', msg: 'again' });
    expect(last().time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('stays one line an event, whatever line breaks are in it', () => {
    const { logger, lines } = capture();
    const text = 'one\r\ntwo\nthree\rfour\u2028five\u0085six {"level":60}';
    logger.info({ value: text, [text]: 1 }, text);
    expect(lines).toHaveLength(1);
    expect(lines[0]!.trimEnd()).not.toMatch(/[\r\n]/);
    expect(JSON.parse(lines[0]!)).toMatchObject({ value: text, msg: text });
  });

  it('leaves out what the level does not ask for', () => {
    const { logger, lines } = capture('warn');
    logger.info('quiet');
    logger.error('loud');
    expect(lines).toHaveLength(1);
  });

  it('writes of a request and an answer no header, no address and no body', () => {
    const { logger, lines, last } = capture();
    const headers = { authorization: `Bearer ${SECRET}`, cookie: SECRET };
    logger.info({
      req: { id: 'r1', method: 'GET', url: `/?token=${SECRET}`, headers, body: SECRET },
      res: { statusCode: 200, headers, body: SECRET },
    });
    expect(lines.join('')).not.toContain('s3cr3t');
    expect(last()).toMatchObject({ req: { id: 'r1', method: 'GET' }, res: { status: 200 } });
  });

  describe('of an error', () => {
    const driverErrors: [string, Error][] = [
      ['TypeORM', new QueryFailedError(`UPDATE users SET email = '${SECRET}'`, [SECRET], new Error(SECRET))],
      [
        'mysql2',
        Object.assign(new Error(`Duplicate entry '${SECRET}'`), { errno: 1062, sqlState: '23000', sqlMessage: SECRET }),
      ],
      ['SQLite', Object.assign(new Error(`no such column ${SECRET}`), { errcode: 1, code: 'ERR_SQLITE_ERROR' })],
    ];

    it.each(driverErrors)('of %s writes its kind and place, and nothing of what it quotes', (_, error) => {
      const { logger, nest, lines } = capture();
      const wrapped = new Error('The unit of work failed', { cause: error });
      logger.error(error);
      logger.error({ err: error });
      logger.error({ err: error }, 'request failed');
      logger.error({ err: wrapped }, 'request failed');
      nest.error(error);
      nest.error(error, 'sessions could not be purged', 'SessionPurgeService');
      nest.error('A callback failed', error.stack, 'Database');
      nest.warn(error, 'Database');
      expect(lines).toHaveLength(8);
      expect(lines.join('')).not.toContain('s3cr3t');
      expect(JSON.parse(lines[2]!)).toMatchObject({
        err: { type: error.name, stack: expect.stringContaining('    at ') as string },
      });
      expect(JSON.parse(lines[3]!)).toMatchObject({
        err: { message: 'The unit of work failed', cause: { type: error.name } },
      });
    });

    it('of our own writes message, place and causes', () => {
      const { logger, last } = capture();
      const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:3306'), { code: 'ECONNREFUSED' });
      logger.error({ err: new Error('The database is away', { cause: refused }) }, 'request failed');
      expect(last()).toMatchObject({
        msg: 'request failed',
        err: {
          type: 'Error',
          message: 'The database is away',
          cause: { code: 'ECONNREFUSED', message: refused.message },
        },
      });
    });

    it('keeps a message of several lines out of the place', () => {
      const { logger, last } = capture();
      logger.error(new RangeError(`first line\n    at ${SECRET}\nlast line`));
      expect((last().err as { stack: string }).stack).not.toContain('s3cr3t');
    });

    it('goes not on for ever when an error is its own cause', () => {
      const { logger, lines } = capture();
      const error: Error & { cause?: unknown } = new Error('round and round');
      error.cause = error;
      logger.error(error);
      logger.error({ err: 'a text' });
      logger.error({ err: undefined });
      expect(lines).toHaveLength(3);
    });
  });

  it('takes what Nest says, with its context', () => {
    const { nest, last } = capture();
    nest.log('Mapped {/v1/me, GET} route', 'RouterExplorer');
    expect(last()).toMatchObject({ level: 30, context: 'RouterExplorer', msg: 'Mapped {/v1/me, GET} route' });
    nest.warn({ event: 'refresh_token_replayed', generation: 3 }, 'SessionsService');
    expect(last()).toMatchObject({
      level: 40,
      context: 'SessionsService',
      event: 'refresh_token_replayed',
      generation: 3,
    });
    nest.error(new Error('out of order'), 'sessions could not be purged', 'SessionPurgeService');
    expect(last()).toMatchObject({ level: 50, context: 'SessionPurgeService', msg: 'sessions could not be purged' });
    nest.error(new Error('out of order'), undefined, 'SessionPurgeService');
    expect(last()).toMatchObject({ context: 'SessionPurgeService', msg: 'error' });
    nest.debug('fine', 'X');
    nest.verbose('finest', 'X');
    expect(last()).toMatchObject({ level: 10, msg: 'finest' });
  });
});
