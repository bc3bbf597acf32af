import { type DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import type { Engine } from '../engine';
import { isDatabaseUnavailable, StartupError } from '../errors';
import { MIGRATIONS } from './index';

/** Runs what is pending on the given connection, each migration in a transaction where the engine has any for DDL. */
export async function runMigrations(dataSource: DataSource, runner: QueryRunner): Promise<string[]> {
  const executor = new MigrationExecutor(dataSource, runner);
  executor.transaction = 'each';
  const applied = await executor.executePendingMigrations();
  return applied.map(({ name }) => name);
}

/** @throws StartupError when a migration is pending, or there is no schema at all */
export async function requireUpToDate(engine: Engine): Promise<void> {
  const applied = await appliedTo(engine);
  if (MIGRATIONS.every(({ name }) => applied.has(name))) return;
  throw new StartupError('The database is not up to date. Start this version of the API once, and run this again.');
}

async function appliedTo(engine: Engine): Promise<ReadonlySet<string>> {
  try {
    const rows = (await engine.query('SELECT name FROM migrations', [])) as { name: string }[];
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw error;
    // There is no such table before the first migration.
    return new Set();
  }
}
