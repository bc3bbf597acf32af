#!/usr/bin/env node
/**
 * `npm run check`: what can be known without running the product. Every step runs, so that one look shows all failures.
 * `--report FILE` also writes the counts there, as JSON.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Child } from './lib/children.mjs';
import { colourSetting, say, seconds } from './lib/output.mjs';
import { FRONTEND, ROOT, toolPath } from './lib/paths.mjs';
import { buildClient, install } from './lib/prepare.mjs';
import { runScript } from './lib/script.mjs';

/** What is checked, and the commands that do it, in turn. @type {{ title: string, commands: () => Command[] }[]} */
const STEPS = [
  { title: 'types of the API', commands: () => [typeCheck('backend')] },
  { title: 'types of the client', commands: () => [typeCheck('client'), typeCheck('client/test')] },
  {
    title: 'types of the web app',
    // The routes of the app are types, too, and Next writes them.
    commands: () => [{ args: [toolPath('next'), 'typegen'], cwd: FRONTEND }, typeCheck('frontend')],
  },
  { title: 'types of the scripts', commands: () => [typeCheck('scripts')] },
  { title: 'lint', commands: () => [{ args: [toolPath('oxlint')] }] },
  { title: 'format', commands: () => [{ args: [toolPath('prettier'), '--check', '--log-level', 'warn', '.'] }] },
  { title: 'boundaries', commands: () => [{ args: ['scripts/boundaries.mjs'] }] },
  { title: 'what is generated from the API', commands: () => [{ args: ['scripts/generate.mjs', '--check'] }] },
];

/** @typedef {{ args: string[], cwd?: string }} Command */

await runScript(async () => {
  const { report } = parseArgs({ options: { report: { type: 'string' } } }).values;
  await install();
  // What the web app sees of it are the types that it is built with.
  await buildClient();
  const counts = { passed: 0, failed: 0 };
  for (const { title, commands } of STEPS) {
    counts[(await holds(title, commands())) ? 'passed' : 'failed'] += 1;
  }
  if (report) writeFileSync(report, JSON.stringify(counts));
  say(counts.failed === 0 ? '\nAll is well.' : `\n${counts.failed} of ${STEPS.length} checks failed.`);
  return counts.failed === 0 ? 0 : 1;
});

/** @param {string} title @param {Command[]} commands */
async function holds(title, commands) {
  const started = Date.now();
  /** @type {string[]} */
  const lines = [];
  for (const { args, cwd } of commands) {
    const child = new Child({
      name: title,
      args,
      cwd,
      env: { ...process.env, ...colourSetting(), NEXT_TELEMETRY_DISABLED: '1' },
      onLine: (line) => lines.push(line),
    });
    const { code } = await child.exited;
    if (code !== 0) {
      say(`✗ ${title} (${seconds(Date.now() - started)})\n${lines.map((line) => `    ${line}`).join('\n')}`);
      return false;
    }
  }
  say(`✓ ${title} (${seconds(Date.now() - started)})`);
  return true;
}

/** @param {string} project @returns {Command} */
function typeCheck(project) {
  return { args: [toolPath('typescript', 'tsc'), '--noEmit', '--project', `${ROOT}/${project}/tsconfig.json`] };
}
