import type { Engine, EngineOptions } from './engine';
import { StartupError } from './errors';
import { MysqlEngine } from './mysql/mysql-engine';
import { SqliteEngine } from './sqlite/sqlite-engine';

/** @throws StartupError */
export async function openEngine(url: string, options: EngineOptions): Promise<Engine> {
  if (url.startsWith('sqlite:')) return SqliteEngine.open(url, options);
  if (/^(?:mysql|mariadb):/.test(url)) return MysqlEngine.open(url, options);
  throw new StartupError(
    'DATABASE_URL names no database this application knows. Write sqlite:<path>, mysql://… or mariadb://….',
  );
}
