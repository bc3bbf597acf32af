import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child } from './children.mjs';
import { colourSetting, Refusal, say, seconds } from './output.mjs';
import { buildApi, buildClient, buildWeb, install } from './prepare.mjs';
import { runScript } from './script.mjs';
import { resultOf, SUITES } from './suites.mjs';

/**
 * @typedef {import('./suites.mjs').Suite} Suite
 * @typedef {import('./suites.mjs').Counts & { suite: Suite, ms: number, note?: string }} Result
 */

export function main() {
  return runScript(test);
}

async function test() {
  const { suites, filters } = choose(process.argv.slice(2), Boolean(process.env.MYSQL_URL));
  await install();
  if (suites.some(({ needs }) => needs.includes('api'))) await buildApi();
  if (suites.some(({ needs }) => needs.includes('client'))) await buildClient();
  if (suites.some(({ needs }) => needs.includes('web'))) await buildWeb();

  const reports = mkdtempSync(join(tmpdir(), 'latchkey-test-'));
  /** @type {Result[]} */
  const results = [];
  try {
    for (const suite of suites) results.push(await runSuite(suite, join(reports, `${suite.name}.json`), filters));
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  return conclude(results);
}

/**
 * Which suites are meant by the words of the command line.
 *
 * @param {string[]} words names of suites, and parts of names of files
 * @param {boolean} isOtherDatabase whether the embedded database is not the one to test
 */
export function choose(words, isOtherDatabase) {
  const isSuite = (/** @type {string} */ word) => SUITES.some(({ name }) => name === word);
  const named = words.filter(isSuite);
  const filters = words.filter((word) => !isSuite(word));
  if (named.length === 0 && filters.length > 0) {
    throw new Refusal(`Name a suite first: ${SUITES.map(({ name }) => name).join(', ')}.`);
  }
  const suites = SUITES.filter(({ name, usesDatabase }) =>
    named.length > 0 ? named.includes(name) : usesDatabase || !isOtherDatabase,
  );
  return { suites, filters };
}

/** @param {Suite} suite @param {string} report @param {string[]} filters @returns {Promise<Result>} */
async function runSuite(suite, report, filters) {
  say(`\n──── ${suite.name}: ${suite.title} ────\n`);
  const started = Date.now();
  const { args, cwd, env } = suite.command(report, filters);
  const child = new Child({
    name: suite.name,
    args,
    cwd,
    env: { ...process.env, ...colourSetting(), ...env },
    onLine: say,
  });
  const { code } = await child.exited;
  await child.stop(); // Whatever a runner left running.
  return { suite, ms: Date.now() - started, ...resultOf(suite, report, code === 0) };
}

/** @param {Result[]} results */
function conclude(results) {
  say(`\n──── result on ${process.env.MYSQL_URL ? 'MYSQL_URL' : 'the embedded database'} ────\n`);
  for (const { suite, passed, failed, ms, note } of results) {
    const counts = `${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed`;
    say(`${suite.name.padEnd(10)}${counts}   ${seconds(ms).padStart(6)}${note ? `   ${note}` : ''}`);
  }
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  say(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
