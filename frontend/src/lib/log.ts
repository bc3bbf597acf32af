type Field = string | number | boolean | undefined;

/** Fields that may appear in a log line. Everything else is left out, whoever passes it: tokens, cookies, what was typed. */
export interface LogFields {
  requestId?: Field;
  path?: Field;
  status?: Field;
  code?: Field;
  reason?: Field;
  /** First 8 hex digits of a token's SHA-256. */
  tokenHash?: Field;
  durationMs?: Field;
  digest?: Field;
  stack?: Field;
}

const ALLOWED: readonly (keyof LogFields)[] = [
  'requestId',
  'path',
  'status',
  'code',
  'reason',
  'tokenHash',
  'durationMs',
  'digest',
  'stack',
];

type Level = 'info' | 'warn' | 'error';

/** One line of JSON on standard output; JSON escapes line breaks, so no content can pretend to be a second line. */
export function log(level: Level, event: string, fields: LogFields = {}): void {
  const allowed = Object.fromEntries(ALLOWED.map((name) => [name, fields[name]]));
  process.stdout.write(
    `${JSON.stringify({ time: new Date().toISOString(), level, service: 'web', event, ...allowed })}\n`,
  );
}

/** An error nobody expected: its name and where it came from, not its message, which may quote what somebody typed. */
export function logError(event: string, error: unknown, fields: LogFields = {}): void {
  const { name, stack } = error instanceof Error ? error : { name: typeof error, stack: undefined };
  const where = stack
    ?.split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .join('\n');
  log('error', event, { ...fields, reason: name, stack: where });
}
