import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { run } from './children.mjs';
import { fingerprint, isStamped, stamp } from './fingerprint.mjs';
import { holdLock } from './lock.mjs';
import { step } from './output.mjs';
import { BACKEND, CLIENT, FRONTEND, ROOT, toolPath } from './paths.mjs';

/**
 * @typedef {object} Build
 * @property {string} title
 * @property {string[]} inputs files and folders that decide the result, relative to the repository
 * @property {Record<string, string | undefined>} settings
 * @property {string} stampFile
 * @property {() => { name: string, args: string[], cwd: string, env: NodeJS.ProcessEnv }} command
 */

/** @type {Build} */
const API_BUILD = {
  title: 'Building the API',
  inputs: [
    'backend/src',
    'backend/package.json',
    'backend/tsconfig.json',
    'backend/tsconfig.build.json',
    'nest-cli.json',
    'tsconfig.base.json',
    'package-lock.json',
  ],
  settings: {},
  stampFile: join(BACKEND, 'dist/.fingerprint'),
  command: () => ({
    name: 'The build of the API',
    args: [toolPath('@nestjs/cli', 'nest'), 'build'],
    cwd: ROOT,
    env: process.env,
  }),
};

/** @type {Build} */
const CLIENT_BUILD = {
  title: 'Building the client',
  inputs: [
    'client/src',
    'client/package.json',
    'client/tsconfig.json',
    'client/tsconfig.build.json',
    'tsconfig.base.json',
    'package-lock.json',
  ],
  settings: {},
  stampFile: join(CLIENT, 'dist/.fingerprint'),
  command: () => ({
    name: 'The build of the client',
    args: [toolPath('typescript', 'tsc'), '--project', 'tsconfig.build.json'],
    cwd: CLIENT,
    env: process.env,
  }),
};

/** @type {Build} */
const WEB_BUILD = {
  title: 'Building the web app',
  inputs: [
    'client/src',
    'frontend/src',
    'frontend/public',
    'frontend/package.json',
    'frontend/next.config.ts',
    'frontend/tsconfig.json',
    'frontend/postcss.config.mjs',
    'tsconfig.base.json',
    'package-lock.json',
  ],
  settings: { LATCHKEY_STANDALONE: process.env.LATCHKEY_STANDALONE },
  stampFile: join(FRONTEND, '.next/.fingerprint'),
  command: () => ({
    name: 'The build of the web app',
    args: [toolPath('next'), 'build'],
    cwd: FRONTEND,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  }),
};

/** Installs what the lockfile lists, unless exactly that is there. */
export async function install() {
  if (isInstalled()) return;
  await withBuildLock(() =>
    isInstalled()
      ? Promise.resolve()
      : step('Installing packages from the lockfile', async () => {
          await run({
            name: 'The installation of packages',
            args: [npmCli(), 'ci', '--ignore-scripts', '--no-progress'],
          });
        }),
  );
}

/** Builds the API, unless the present sources were built. @returns {Promise<void>} */
export const buildApi = () => build(API_BUILD);

/** Builds what calls the API, for the web app and others, unless the present sources were built. @returns {Promise<void>} */
export const buildClient = () => build(CLIENT_BUILD);

/** Builds the web app, unless the present sources were built. @throws {Refusal} when a door of it has no rule */
export async function buildWeb() {
  // Loaded here, because they need packages that may just have been installed.
  const [{ requireRules }, { webDoors }] = await Promise.all([import('./closed-doors.mjs'), import('./web-doors.mjs')]);
  requireRules(webDoors(join(FRONTEND, 'src')));
  await buildClient();
  await build(WEB_BUILD);
}

/** @param {Build} what */
async function build({ title, inputs, settings, stampFile, command }) {
  if (isStamped(stampFile, fingerprint(inputs, settings))) return;
  await withBuildLock(async () => {
    // Somebody may have built it while we waited; and what is hashed now is what will be built.
    const current = fingerprint(inputs, settings);
    if (isStamped(stampFile, current)) return;
    await step(title, () => run(command()));
    stamp(stampFile, current);
  });
}

/**
 * Two scripts in one checkout must not build at the same time.
 * @template T @param {() => Promise<T>} work
 */
async function withBuildLock(work) {
  const lock = await holdLock('build', ROOT, { wait: true });
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

/**
 * Whether `node_modules` holds what the lockfile lists. npm writes `node_modules/.package-lock.json` as the last act of
 * an installation, so an interrupted one is not taken for a whole one, and one made by hand counts too.
 */
function isInstalled() {
  const installedFile = join(ROOT, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const locked = readJson(join(ROOT, 'package-lock.json')).packages;
  const installed = readJson(installedFile).packages;
  return (
    ['', 'backend', 'client', 'frontend'].every((workspace) => isLockCurrent(workspace, locked[workspace])) &&
    Object.entries(locked).every(
      // Optional packages are for other systems, too; npm leaves those out.
      ([path, entry]) =>
        !path.includes('node_modules/') ||
        (installed[path] ? installed[path].version === entry.version : entry.optional),
    )
  );
}

/** @param {string} workspace @param {Record<string, unknown>} locked */
function isLockCurrent(workspace, locked) {
  const manifest = readJson(join(ROOT, workspace, 'package.json'));
  return ['dependencies', 'devDependencies', 'optionalDependencies'].every((kind) =>
    isDeepStrictEqual(manifest[kind], locked[kind]),
  );
}

/** npm's own file: the one that runs us, or the one beside this Node. */
function npmCli() {
  const beside = [
    join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js'),
    join(dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js'),
  ];
  const found = [process.env.npm_execpath, ...beside].find(
    (file) => file && /npm-cli\.c?js$/.test(file) && existsSync(file),
  );
  if (!found)
    throw new Error('npm was not found beside Node.js. Run "npm ci --ignore-scripts" yourself and try again.');
  return found;
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
