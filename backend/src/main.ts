import 'reflect-metadata';
import { createApp } from './app';
import { ConfigError, loadConfig } from './config';
import { StartupError } from './database/errors';

async function start(): Promise<void> {
  const config = loadConfig();
  const app = await createApp(config);
  app.enableShutdownHooks();
  // On a laptop for that laptop alone; in production whoever runs it decides who reaches the port.
  await app.listen(config.apiPort, config.isProduction ? '0.0.0.0' : '127.0.0.1');
}

start().catch((error: unknown) => {
  process.stderr.write(`latchkey-api: ${messageOf(error)}\n`);
  process.exit(1);
});

/** A sentence where the operator can mend it; the stack where only we can. */
function messageOf(error: unknown): string {
  if (error instanceof ConfigError || error instanceof StartupError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
