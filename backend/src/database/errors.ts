import { OperatorError } from '../settings';
/**
 * The database cannot be reached or does not answer in time. Becomes a 503. Nothing was written, unless the connection
 * was lost during the very commit: then nobody can know.
 */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}

/** Why the application cannot start with this database, and how to mend it: one sentence each, never a secret. */
export class StartupError extends OperatorError {
  override readonly name = 'StartupError';
}

/** A call that breaks a rule of the unit of work. It is a bug in the caller, found at its first run. */
export class UnitOfWorkMisuse extends Error {
  override readonly name = 'UnitOfWorkMisuse';
}

/** The unit of work as a whole took longer than it may; it was rolled back. */
export class UnitOfWorkTimeout extends DatabaseUnavailable {}

interface DriverError {
  /** MySQL: the server's number, negative for errors of the system underneath. */
  errno?: number;
  code?: string;
  /** SQLite: the extended result code. */
  errcode?: number;
  /** mysql2: nothing more can be done on this connection. */
  fatal?: boolean;
}

/** TypeORM wraps what the driver threw; everything here looks at the original. */
export function driverErrorOf(error: unknown): DriverError {
  if (typeof error !== 'object' || error === null) return {};
  const { driverError } = error as { driverError?: DriverError | null };
  return driverError ?? error;
}

/** @see https://sqlite.org/rescode.html */
const SQLITE = {
  BUSY: 5,
  LOCKED: 6,
  NOMEM: 7,
  INTERRUPT: 9,
  IOERR: 10,
  FULL: 13,
  CONSTRAINT_PRIMARYKEY: 1555,
  CONSTRAINT_UNIQUE: 2067,
} as const;

/** @see https://sqlite.org/lang_transaction.html section 3, response to errors within a transaction */
const SQLITE_MAY_ROLL_BACK: ReadonlySet<number> = new Set([
  SQLITE.FULL,
  SQLITE.IOERR,
  SQLITE.NOMEM,
  SQLITE.BUSY,
  SQLITE.INTERRUPT,
]);

const MYSQL_DUPLICATE_ENTRY = 1062;

/** Did a row break a unique or primary key? The answer is the same for SQLite, MySQL and MariaDB. */
export function isUniqueViolation(error: unknown): boolean {
  const { errno, errcode } = driverErrorOf(error);
  if (errcode !== undefined) return errcode === SQLITE.CONSTRAINT_UNIQUE || errcode === SQLITE.CONSTRAINT_PRIMARYKEY;
  return errno === MYSQL_DUPLICATE_ENTRY;
}

/**
 * Deadlock (also a certification failure of a multi-primary cluster), lock wait time-out, and "record has changed
 * since last read" of MariaDB's snapshot isolation. All were rolled back by the server or can be.
 */
const MYSQL_TRANSIENT: ReadonlySet<number> = new Set([1213, 1205, 1020]);

/** Would the same unit of work, run again from its start, probably succeed? */
export function isTransient(error: unknown): boolean {
  const { errno, errcode } = driverErrorOf(error);
  if (errcode !== undefined) {
    const primary = errcode & 0xff;
    return primary === SQLITE.BUSY || primary === SQLITE.LOCKED;
  }
  return errno !== undefined && MYSQL_TRANSIENT.has(errno);
}

/** Does another process hold the file of the embedded database? */
export function isFileHeld(error: unknown): boolean {
  const { errcode } = driverErrorOf(error);
  return errcode !== undefined && (errcode & 0xff) === SQLITE.BUSY;
}

/**
 * May the database have rolled back the whole transaction, not only the statement that failed? Whatever follows would
 * run by itself then, each statement committed at once.
 */
export function mayHaveRolledBack(error: unknown): boolean {
  const { errcode } = driverErrorOf(error);
  return errcode === undefined ? isTransient(error) : SQLITE_MAY_ROLL_BACK.has(errcode & 0xff);
}

/** Connection refused or lost, as named by Node and mysql2. */
const LOST_CONNECTION_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR',
  'PROTOCOL_ENQUEUE_AFTER_QUIT',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'HANDSHAKE_NO_SSL_SUPPORT',
]);

/**
 * The server itself says that it cannot serve now: too many connections (1040, 1203), going down (1053), connection
 * killed (1317 to 1927), read-only since a failover (1290, 1836), not part of its cluster (1047), idle for too long (4031).
 */
const UNAVAILABLE_ERRNOS: ReadonlySet<number> = new Set([
  1040, 1047, 1053, 1077, 1079, 1129, 1203, 1290, 1836, 1927, 2006, 2013, 4031,
]);

/** Has the connection been lost, or can this server not serve? Then another connection, or another host, may. */
export function isConnectionLoss(error: unknown): boolean {
  const { errno, code, errcode, fatal } = driverErrorOf(error);
  if (errcode !== undefined) return false;
  if (errno !== undefined && errno > 0) return UNAVAILABLE_ERRNOS.has(errno);
  return fatal === true || (code !== undefined && LOST_CONNECTION_CODES.has(code));
}

/** A statement was stopped by its own time limit: 1969 on MariaDB, 3024 on MySQL. */
const STATEMENT_TIMEOUT_ERRNOS: ReadonlySet<number> = new Set([1969, 3024]);

/**
 * Is the database away, or too slow to answer? For every error that comes from it, wrapped by TypeORM or not, so also
 * for reads through `database.manager`. The problem filter answers 503 then.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  const original = driverErrorOf(error);
  if (error instanceof DatabaseUnavailable || original instanceof DatabaseUnavailable) return true;
  const { errno, errcode } = original;
  if (errcode !== undefined) return isTransient(original) || SQLITE_MAY_ROLL_BACK.has(errcode & 0xff);
  return isConnectionLoss(error) || isTransient(error) || (errno !== undefined && STATEMENT_TIMEOUT_ERRNOS.has(errno));
}
