#!/usr/bin/env node
/** `npm run bench [-- names]`: measures the built API; see docs/performance.md for what and how. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from './lib/children.mjs';
import { Refusal, say } from './lib/output.mjs';
import { BACKEND } from './lib/paths.mjs';
import { buildApi, install } from './lib/prepare.mjs';
import { runScript } from './lib/script.mjs';

const BENCH = join(BACKEND, 'bench/run.mjs');
/** How many at a time, one table each. */
const CONNECTIONS = ['32', '128'];

await runScript(async () => {
  if (!existsSync(BENCH)) throw new Refusal(`There is no ${BENCH}.`);
  await install();
  await buildApi();
  const { BENCH_CONNECTIONS } = process.env;
  let status = 0;
  for (const connections of BENCH_CONNECTIONS === undefined ? CONNECTIONS : [BENCH_CONNECTIONS]) {
    const env = { ...process.env, BENCH_CONNECTIONS: connections };
    const bench = new Child({ name: 'bench', args: [BENCH, ...process.argv.slice(2)], env, onLine: say });
    // Awaited first: a target that the first run missed must not keep the second from running.
    const { code } = await bench.exited;
    status ||= code ?? 1;
  }
  return status;
});
