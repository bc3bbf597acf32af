import 'reflect-metadata';
import { createApp } from './app';
import { ConfigError, loadConfig } from './config';
import { StartupError } from './database/errors';

async function start(): Promise<void> {
  const config = loadConfig();
  const app = await createApp(config);
  app.enableShutdownHooks();
  await app.listen(config.apiPort, '0.0.0.0');
}

start().catch((error: unknown) => {
  const isExpected = error instanceof ConfigError || error instanceof StartupError;
  const message =
    isExpected || !(error instanceof Error) ? String((error as Error).message) : (error.stack ?? error.message);
  process.stderr.write(`latchkey-api: ${message}\n`);
  process.exit(1);
});
