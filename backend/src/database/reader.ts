import { DatabaseSync } from '@photostructure/sqlite';
import { DEFAULT_LIMITS } from './engine';
import { MysqlEngine } from './mysql/mysql-engine';
import type { SqlValue } from './parameters';
import { sqlitePath, startupErrorOf } from './sqlite/file';

/** Reads a database that the API may be using at the same time. */
export interface Reader {
  query<Row>(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]>;
  close(): Promise<void>;
}

/**
 * For commands that only look. Unlike a `Database` it needs no embedded file for itself and migrates nothing.
 * @throws StartupError
 */
export async function openReader(url: string): Promise<Reader> {
  if (url.startsWith('sqlite:')) return openFile(sqlitePath(url));
  const engine = await MysqlEngine.open(url, { entities: [], limits: DEFAULT_LIMITS });
  return {
    async query<Row>(sql: string, parameters: readonly SqlValue[] = []) {
      return (await engine.query(sql, parameters)) as Row[];
    },
    close: () => engine.close(),
  };
}

function openFile(path: string): Reader {
  try {
    const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
    return {
      query: async <Row>(sql: string, parameters: readonly SqlValue[] = []) =>
        database.prepare(sql).all(...(parameters as (string | number)[])) as Row[],
      close: async () => database.close(),
    };
  } catch (error) {
    throw startupErrorOf(error, path);
  }
}
