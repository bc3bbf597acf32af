import 'reflect-metadata';
import { createApp } from './app';
import { Clock } from './clock';
import { loadConfig } from './config';
import { Database } from './database/database';
import { makeFirstUsers } from './first-users';
import { run } from './run';

run(async () => {
  const config = loadConfig();
  const app = await createApp(config);
  app.enableShutdownHooks();
  // The administrator whom the settings name. Users for trying out are `seed.js`'s business.
  if (config.adminEmail !== undefined) await makeFirstUsers(app.get(Database), config, app.get(Clock).now());
  // On a laptop for that laptop alone; in production whoever runs it decides who reaches the port.
  await app.listen(config.apiPort, config.isProduction ? '0.0.0.0' : '127.0.0.1');
});
