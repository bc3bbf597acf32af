import 'reflect-metadata';
import { loadConfig, ConfigError } from '../config';
import { Database } from './database';
import { StartupError } from './errors';

/** `node dist/database/migrate.js`: brings the database up to date and says what it did. Safe to run again. */
async function main(): Promise<void> {
  const database = await Database.open({ url: loadConfig().databaseUrl });
  await database.close();
  for (const name of database.appliedMigrations) process.stdout.write(`Applied ${name}.\n`);
  process.stdout.write(`The ${database.kind} database is up to date.\n`);
}

main().catch((error: unknown) => {
  const isExpected = error instanceof ConfigError || error instanceof StartupError;
  process.stderr.write(`${isExpected ? error.message : String((error as Error)?.stack ?? error)}\n`);
  process.exitCode = 1;
});
