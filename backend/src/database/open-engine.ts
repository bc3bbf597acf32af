import type { Engine, EngineOptions } from './engine';
import { StartupError } from './errors';
import { SqliteEngine } from './sqlite/sqlite-engine';

/** @throws StartupError */
export function openEngine(url: string, options: EngineOptions): Promise<Engine> {
  if (url.startsWith('sqlite:')) return SqliteEngine.open(url, options);
  throw new StartupError(
    'DATABASE_URL names no database this application knows. Write sqlite:<path>, mysql://… or mariadb://….',
  );
}
