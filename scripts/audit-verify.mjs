#!/usr/bin/env node
/** `npm run audit:verify [-- <end>]`: whether the record of what happened is as it was written. @see docs/operations.md */
import { Child } from './lib/children.mjs';
import { localSecrets } from './lib/data-folder.mjs';
import { say } from './lib/output.mjs';
import { API_AUDIT_VERIFY } from './lib/paths.mjs';
import { buildApi, install } from './lib/prepare.mjs';
import { runScript } from './lib/script.mjs';
import { serverEnvironments } from './lib/servers.mjs';
import { readSettings } from './lib/settings.mjs';

await runScript(async () => {
  await install();
  await buildApi();
  const settings = readSettings();
  // As the API itself: its database is found the same way.
  const { api: env } = serverEnvironments(settings, localSecrets(settings));
  const args = [API_AUDIT_VERIFY, ...process.argv.slice(2)];
  const child = new Child({ name: 'The verification', args, env, onLine: say });
  return (await child.exited).code ?? 1;
});
