import { type DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';

/** Runs what is pending on the given connection, each migration in a transaction where the engine has any for DDL. */
export async function runMigrations(dataSource: DataSource, runner: QueryRunner): Promise<string[]> {
  const executor = new MigrationExecutor(dataSource, runner);
  executor.transaction = 'each';
  const applied = await executor.executePendingMigrations();
  return applied.map(({ name }) => name);
}
