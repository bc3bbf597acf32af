import 'reflect-metadata';
import { createApp } from './app';
import { Clock } from './clock';
import { loadConfig } from './config';
import { Database } from './database/database';
import { makeFirstUsers } from './first-users';
import { run } from './run';
import { OperatorError } from './settings';

run(async () => {
  const config = loadConfig();
  const app = await createApp(config);
  app.enableShutdownHooks();
  // The administrator whom the settings name. Users for trying out are `seed.js`'s business.
  if (config.adminEmail !== undefined) await makeFirstUsers(app.get(Database), config, app.get(Clock).now());
  // On a laptop for that laptop alone; in production whoever runs it decides who reaches the port.
  await app.listen(config.apiPort, config.isProduction ? '0.0.0.0' : '127.0.0.1').catch((error: unknown) => {
    throw listenErrorOf(error, config.apiPort);
  });
});

function listenErrorOf(error: unknown, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new OperatorError(`API_PORT ${port} is taken. Stop what uses it, or set another port.`);
  }
  return code === 'EACCES' ? new OperatorError(`API_PORT ${port} needs rights. Set one of 1024 or more.`) : error;
}
