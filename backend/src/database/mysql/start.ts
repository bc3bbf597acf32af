import { DatabaseUnavailable, driverErrorOf, StartupError } from '../errors';
import type { FailoverPool } from './failover-pool';
import type { MysqlKind } from './session';
import { describeHosts, type MysqlAddress } from './url';

const RETRY_MS = 500;

const ACCESS_DENIED: ReadonlySet<number> = new Set([1044, 1045, 1698]);
const UNKNOWN_DATABASE = 1049;

/**
 * Makes the first connection. A server that does not answer yet is waited for, because it may be starting too; one
 * that says no is not asked again.
 * @throws StartupError
 */
export async function reachServer(pool: FailoverPool, address: MysqlAddress, startMs: number): Promise<MysqlKind> {
  const deadline = performance.now() + startMs;
  for (;;) {
    try {
      const lease = await pool.lease();
      lease.release();
      if (pool.kind) return pool.kind;
    } catch (error) {
      const isOver = performance.now() + RETRY_MS > deadline;
      if (!(error instanceof DatabaseUnavailable) || isOver) {
        pool.end(() => undefined);
        throw explain(error, address);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

function explain(error: unknown, address: MysqlAddress): StartupError {
  if (error instanceof StartupError) return error;
  const where = describeHosts(address);
  const cause = error instanceof DatabaseUnavailable ? (error.cause ?? error) : error;
  const { errno, code } = driverErrorOf(cause);
  const options = { cause: error };
  if (errno !== undefined && ACCESS_DENIED.has(errno)) {
    return new StartupError(
      `The database server at ${where} refuses this user. Correct user and password in DATABASE_URL, or grant the user this database.`,
      options,
    );
  }
  if (errno === UNKNOWN_DATABASE) {
    return new StartupError(
      `There is no such database at ${where}. Create it (CREATE DATABASE \`${address.database}\`), or correct DATABASE_URL.`,
      options,
    );
  }
  return new StartupError(
    `The database at ${where} cannot be reached (${code ?? 'no answer'}). Start it, or correct DATABASE_URL.`,
    options,
  );
}
