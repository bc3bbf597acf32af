import 'reflect-metadata';
import { loadConfig } from '../config';
import { run } from '../run';
import { Database } from './database';

/** `node dist/database/migrate.js`: brings the database up to date and says what it did. Safe to run again. */
run(async () => {
  const database = await Database.open({ url: loadConfig().databaseUrl });
  await database.close();
  for (const name of database.appliedMigrations) process.stdout.write(`Applied ${name}.\n`);
  process.stdout.write(`The ${database.kind} database is up to date.\n`);
});
