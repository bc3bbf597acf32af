/** The limit of signing in: verifying the password, as many at a time as there are cores. */
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { CONCURRENCY } from '../lib/rounds.mjs';
import { limitInput, serveWork } from '../lib/limit.mjs';

const { verify } = createRequire(import.meta.url)('@node-rs/argon2');

/** @type {{ hash: string, password: string }} */
const { hash, password } = limitInput();
const width = Math.min(availableParallelism(), CONCURRENCY);

/** The end of each line; whoever comes waits for the one before. @type {Promise<void>[]} */
const lines = [];

serveWork((worker) => {
  const line = worker % width;
  const mine = verifyAfter(lines[line]);
  lines[line] = mine;
  return mine;
});

/** @param {Promise<void> | undefined} before */
async function verifyAfter(before) {
  await before;
  if (!(await verify(hash, password))) throw new Error('The password did not fit');
}
