import 'reflect-metadata';
import { Clock } from './clock';
import { ConfigError, loadConfig } from './config';
import { Database } from './database/database';
import { StartupError } from './database/errors';
import { ENTITIES } from './entities';
import { makeFirstUsers } from './first-users';

/**
 * `node dist/seed.js`: makes the first users where there are none and prints one line of JSON,
 * `{"created":[{"email","role","password"?}]}`. The API must not be running on an embedded database meanwhile.
 */
async function main(): Promise<void> {
  const config = loadConfig();
  const database = await Database.open({ url: config.databaseUrl, entities: ENTITIES });
  try {
    const created = await makeFirstUsers(database, config, new Clock().now());
    process.stdout.write(`${JSON.stringify({ created })}\n`);
  } finally {
    await database.close();
  }
}

main().catch((error: unknown) => {
  const isExpected = error instanceof ConfigError || error instanceof StartupError;
  process.stderr.write(`${isExpected ? error.message : String((error as Error)?.stack ?? error)}\n`);
  process.exitCode = 1;
});
