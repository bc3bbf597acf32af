import 'reflect-metadata';
import { Clock } from './clock';
import { loadConfig } from './config';
import { Database } from './database/database';
import { ENTITIES } from './entities';
import { makeFirstUsers } from './first-users';
import { run } from './run';

/**
 * `node dist/seed.js`: makes the first users where there are none and prints one line of JSON,
 * `{"created":[{"email","role","password"?}]}`. The API must not be running on an embedded database meanwhile.
 */
run(async () => {
  const config = loadConfig();
  const database = await Database.open({ url: config.databaseUrl, entities: ENTITIES });
  try {
    const created = await makeFirstUsers(database, config, new Clock().now());
    process.stdout.write(`${JSON.stringify({ created })}\n`);
  } finally {
    await database.close();
  }
});
