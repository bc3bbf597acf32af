import { spawn } from 'node:child_process';
import { localSecrets, makeDataFolder } from './data-folder.mjs';
import { buildApi, install } from './prepare.mjs';
import { serverEnvironments } from './servers.mjs';
import { readSettings } from './settings.mjs';

/**
 * Runs a command of the built API with the words that were given to ours, as the API itself: it finds its database and its
 * secrets the same way.
 *
 * @param {string} file
 * @param {() => Promise<string>} [readInput] what stands on its standard input; ours if nothing is said
 * @returns {Promise<number>} its exit code
 */
export async function runApiCommand(file, readInput) {
  await install();
  await buildApi();
  const settings = readSettings();
  // As `npm start`, which may come later.
  if (settings.isLocal) makeDataFolder(settings.dataDir);
  const { api: env } = serverEnvironments(settings, localSecrets(settings));
  const input = await readInput?.();
  const stdin = input === undefined ? 'inherit' : 'pipe';
  const child = spawn(process.execPath, [file, ...process.argv.slice(2)], {
    env,
    stdio: [stdin, 'inherit', 'inherit'],
  });
  // It may end before it reads, when the rest of the command makes no sense.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
}
