import type { PoolConnection } from 'mysql2/promise';
import type { DatabaseLimits, EngineKind } from '../engine';
import { StartupError } from '../errors';

export type MysqlKind = Exclude<EngineKind, 'sqlite'>;

/** Refuse what does not fit instead of bending it; and `||` joins texts, as on SQLite. */
const SQL_MODE = [
  'STRICT_ALL_TABLES',
  'ONLY_FULL_GROUP_BY',
  'NO_ZERO_DATE',
  'NO_ZERO_IN_DATE',
  'ERROR_FOR_DIVISION_BY_ZERO',
  'NO_ENGINE_SUBSTITUTION',
  'PIPES_AS_CONCAT',
].join(',');

/** Oldest versions with a collation that does not ignore blanks at the end of a text. */
const OLDEST: Record<MysqlKind, readonly [major: number, minor: number, patch: number]> = {
  mysql: [8, 0, 17],
  mariadb: [10, 6, 0],
};

/** Reads, updates and deletions, insertions. @see https://mariadb.com/kb/en/galera-cluster-system-variables/#wsrep_sync_wait */
const EVERY_STATEMENT = 7;

interface Variable {
  readonly Variable_name: string;
  readonly Value: string;
}

/**
 * Makes a new connection behave as the application expects, whatever the server's defaults are.
 * @returns what kind of server it is: both may be addressed as `mysql://`
 */
export async function prepareSession(
  connection: PoolConnection,
  isReader: boolean,
  limits: Pick<DatabaseLimits, 'queryMs' | 'lockWaitMs'>,
): Promise<MysqlKind> {
  const [rows] = await connection.query("SHOW VARIABLES WHERE Variable_name IN ('version', 'wsrep_on')");
  const server = new Map((rows as Variable[]).map(({ Variable_name, Value }) => [Variable_name, Value]));
  const kind = kindOf(server.get('version') ?? '');
  // MariaDB limits every statement, in seconds; MySQL only SELECTs, in milliseconds. 0 is no limit on both.
  const limit =
    kind === 'mariadb' ? `max_statement_time = ${limits.queryMs / 1000}` : `max_execution_time = ${limits.queryMs}`;
  await connection.query(
    `SET SESSION sql_mode = '${SQL_MODE}', time_zone = '+00:00', ${limit}, ` +
      `innodb_lock_wait_timeout = ${Math.max(1, Math.round(limits.lockWaitMs / 1000))}`,
  );
  // A read sees what is committed at that moment, also within a unit of work; and a reader cannot write.
  await connection.query(`SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED${isReader ? ', READ ONLY' : ''}`);
  // On a cluster each statement first catches up with what another node has acknowledged: somebody who was given a token
  // there must not be unknown here.
  if (server.get('wsrep_on') === 'ON') await connection.query(`SET SESSION wsrep_sync_wait = ${EVERY_STATEMENT}`);
  return kind;
}

/** @throws StartupError when the version is too old */
function kindOf(version: string): MysqlKind {
  const kind = /mariadb/i.test(version) ? 'mariadb' : 'mysql';
  // Behind some proxies MariaDB calls itself 5.5.5-10.11.6-MariaDB.
  const numbers =
    version
      .replace(/^5\.5\.5-/, '')
      .match(/\d+/g)
      ?.map(Number) ?? [];
  const oldest = OLDEST[kind];
  for (const [index, minimum] of oldest.entries()) {
    const actual = numbers[index] ?? 0;
    if (actual > minimum) break;
    if (actual < minimum) {
      throw new StartupError(
        `The database server is ${version}; it must be MySQL ${OLDEST.mysql.join('.')} or MariaDB ${OLDEST.mariadb.join('.')} or later. Update it.`,
      );
    }
  }
  return kind;
}
