#!/usr/bin/env node
/** `npm run users:import -- people.csv [--dry-run] [--report file]`: imports people. @see docs/operations.md */
import { spawn } from 'node:child_process';
import { localSecrets } from './lib/data-folder.mjs';
import { API_USERS_IMPORT } from './lib/paths.mjs';
import { buildApi, install } from './lib/prepare.mjs';
import { runScript } from './lib/script.mjs';
import { serverEnvironments } from './lib/servers.mjs';
import { readSettings } from './lib/settings.mjs';

await runScript(async () => {
  await install();
  await buildApi();
  const settings = readSettings();
  const { api: env } = serverEnvironments(settings, localSecrets(settings));
  const child = spawn(process.execPath, [API_USERS_IMPORT, ...process.argv.slice(2)], { env, stdio: 'inherit' });
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
});
