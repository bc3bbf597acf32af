#!/usr/bin/env node
/** `npm run build [-- --api | --client | --web]`: builds what changed; all when none is named. */
import { buildApi, buildClient, buildWeb, install } from './lib/prepare.mjs';
import { say } from './lib/output.mjs';
import { runScript } from './lib/script.mjs';

const wanted = process.argv.slice(2);
const wants = (/** @type {string} */ flag) => wanted.length === 0 || wanted.includes(flag);

await runScript(async () => {
  await install();
  if (wants('--api')) await buildApi();
  if (wants('--client')) await buildClient();
  if (wants('--web')) await buildWeb();
  say('  Built and up to date.');
});
