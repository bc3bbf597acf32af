#!/usr/bin/env node
/** `npm run admin:create -- --email <address> [--name <name>] [--promote]`: makes an administrator. @see docs/operations.md */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { localSecrets } from './lib/data-folder.mjs';
import { API_ADMIN_CREATE } from './lib/paths.mjs';
import { buildApi, install } from './lib/prepare.mjs';
import { runScript } from './lib/script.mjs';
import { serverEnvironments } from './lib/servers.mjs';
import { readSettings } from './lib/settings.mjs';

await runScript(async () => {
  await install();
  await buildApi();
  const settings = readSettings();
  const { api: env } = serverEnvironments(settings, localSecrets(settings));
  const isPromotion = process.argv.includes('--promote');
  // Never an argument: those can be read by everybody on the machine, and stay in the history of the shell.
  const password = isPromotion ? '' : process.stdin.isTTY ? await ask('Password: ') : await text(process.stdin);
  const args = [API_ADMIN_CREATE, ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'inherit', 'inherit'] });
  // It may end before it reads, when the rest of the command makes no sense.
  child.stdin.on('error', () => undefined);
  child.stdin.end(password);
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
});

/** Asks at the terminal, without showing what is typed. @param {string} question @returns {Promise<string>} */
function ask(question) {
  process.stdout.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  return new Promise((resolve) => {
    terminal.once('line', (line) => {
      terminal.close();
      process.stdout.write('\n');
      resolve(line);
    });
    terminal.once('SIGINT', () => process.exit(130));
  });
}
