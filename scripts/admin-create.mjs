#!/usr/bin/env node
/** `npm run admin:create -- --email <address> [--name <name>] [--promote]`: makes an administrator. @see docs/operations.md */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { runApiCommand } from './lib/api-command.mjs';
import { API_ADMIN_CREATE } from './lib/paths.mjs';
import { runScript } from './lib/script.mjs';

await runScript(() => runApiCommand(API_ADMIN_CREATE, readPassword));

/** Never an argument: those can be read by everybody on the machine, and stay in the history of the shell. */
async function readPassword() {
  if (process.argv.includes('--promote')) return '';
  return process.stdin.isTTY ? ask('Password: ') : text(process.stdin);
}

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
