#!/usr/bin/env node
/**
 * A private cluster of three MariaDB servers (Galera) for tests, gone afterwards.
 *
 *   node scripts/galera.mjs -- npm test -- backend cluster     runs a command with GALERA_URLS and MYSQL_URL set
 *
 * A node that is told to SHUTDOWN comes back after some seconds. Needs Debian's `mariadb-server-core` and `galera-4`.
 */
import { Child } from './lib/children.mjs';
import { startGalera } from './lib/galera.mjs';
import { Refusal, step } from './lib/output.mjs';
import { runScript } from './lib/script.mjs';

const NODES = 3;
const [separator, program, ...args] = process.argv.slice(2);

await runScript(async () => {
  if (separator !== '--' || program === undefined) throw new Refusal('Use: node scripts/galera.mjs -- <command>');
  const cluster = await step(`Starting ${NODES} nodes`, () => startGalera(NODES));
  try {
    const env = { ...process.env, GALERA_URLS: cluster.urls.join(' '), MYSQL_URL: cluster.urls[0] };
    return (await new Child({ name: program, program, args, env, inherits: true }).exited).code ?? 1;
  } finally {
    await cluster.stop();
  }
});
