import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder; every path in these scripts starts here, whatever the working directory is. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const BACKEND = join(ROOT, 'backend');
export const CLIENT = join(ROOT, 'client');
export const FRONTEND = join(ROOT, 'frontend');

/** What the API's build leaves, in the order in which `npm start` runs it. The seed migrates first. */
export const API_SEED = join(BACKEND, 'dist/seed.js');
export const API_MAIN = join(BACKEND, 'dist/main.js');
export const API_CONTRACT = join(BACKEND, 'dist/contract.js');
export const API_ADMIN_CREATE = join(BACKEND, 'dist/admin-create.js');
export const API_USERS_IMPORT = join(BACKEND, 'dist/users-import.js');
export const API_AUDIT_VERIFY = join(BACKEND, 'dist/audit-verify.js');
export const API_KEYS_ROTATE = join(BACKEND, 'dist/keys-rotate.js');

/**
 * The JavaScript file behind a package's command, to be run by `process.execPath`.
 *
 * Going through `node_modules/.bin` or `npx` would put a shell between us and the tool, and a signal sent to the
 * shell does not reach the tool.
 *
 * @param {string} packageName
 * @param {string} [command] when the package has several
 * @returns {string}
 */
export function toolPath(packageName, command = packageName.replace(/^@[^/]+\//, '')) {
  for (const base of [ROOT, BACKEND, FRONTEND]) {
    const folder = join(base, 'node_modules', packageName);
    if (!existsSync(join(folder, 'package.json'))) continue;
    const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = typeof bin === 'string' ? bin : bin[command];
    if (file) return join(folder, file);
  }
  throw new Error(`The package ${packageName} is not installed. Run "npm ci --ignore-scripts" first.`);
}
