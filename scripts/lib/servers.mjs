import { Child } from './children.mjs';
import { waitUntilHealthy } from './health.mjs';
import { API_MAIN, API_SEED, FRONTEND, ROOT, toolPath } from './paths.mjs';
import { Refusal } from './output.mjs';

/** How long the servers may take to answer after their start, in milliseconds. Generous: the machine may be busy. */
const API_START_MS = 60_000;
const WEB_START_MS = 60_000;

/**
 * Somebody who can sign in now; with the password, when that was made up.
 * @typedef {{ email: string, password?: string, role: string }} CreatedUser
 */

/** What the web app has no business with. */
const ONLY_FOR_API = ['APP_SECRET', 'APP_SECRET_PREVIOUS', 'DATABASE_URL', 'ADMIN_EMAIL', 'ADMIN_PASSWORD', 'MAIL_URL'];

/**
 * The environments of both servers: all settings, the secrets each one needs and no other.
 *
 * @param {import('./settings.mjs').Settings} settings
 * @param {ReturnType<import('./data-folder.mjs').localSecrets>} secrets
 * @returns {{ api: NodeJS.ProcessEnv, web: NodeJS.ProcessEnv }}
 */
export function serverEnvironments(settings, secrets) {
  const common = {
    ...settings.env,
    API_PORT: String(settings.apiPort),
    WEB_PORT: String(settings.webPort),
    API_URL: settings.apiUrl,
    WEB_URL: settings.webUrl,
    DATA_DIR: settings.dataDir,
    WEB_CLIENT_SECRET: secrets.WEB_CLIENT_SECRET,
  };
  const web = {
    ...common,
    NODE_ENV: 'production',
    NEXTAUTH_SECRET: secrets.NEXTAUTH_SECRET,
    NEXT_TELEMETRY_DISABLED: '1',
  };
  return {
    api: without(['NEXTAUTH_SECRET'], {
      ...common,
      NODE_ENV: settings.isLocal ? 'development' : 'production',
      APP_SECRET: secrets.APP_SECRET,
    }),
    // With a mail server there is no folder of mails to show, and nothing else of the data is the web app's.
    web: without(settings.env.MAIL_URL ? [...ONLY_FOR_API, 'DATA_DIR'] : ONLY_FOR_API, web),
  };
}

/** @param {string[]} names @param {NodeJS.Dict<string>} env @returns {NodeJS.ProcessEnv} */
function without(names, env) {
  return Object.fromEntries(
    Object.entries(env).filter(([name, value]) => value !== undefined && !names.includes(name)),
  );
}

/**
 * Brings the database up to date and makes the first users where there are none.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<CreatedUser[]>}
 * @throws {Refusal} with the sentence that the API's code has for the operator
 */
export async function prepareDatabase(env) {
  /** @type {string[]} */
  const lines = [];
  const name = 'preparation of the database';
  const child = new Child({ name, args: [API_SEED], env, onLine: (line) => lines.push(line) });
  const { code, signal } = await child.exited;
  if (code !== 0) throw new Refusal(child.lastErrors || `The ${name} failed (${signal ?? `status ${code}`}).`);
  const report = lines.findLast((line) => line.startsWith('{"created"'));
  if (!report) throw new Error(`The ${name} left no report:\n${child.lastLines}`);
  return JSON.parse(report).created;
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} [onLine]
 */
export function startApi(env, onLine) {
  return new Child({ name: 'API', args: [API_MAIN], env, cwd: ROOT, onLine, tethered: true });
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {{ isLocal: boolean }} options on somebody's own machine it listens on the loopback addresses only
 * @param {(line: string) => void} [onLine]
 */
export function startWeb(env, { isLocal }, onLine) {
  const host = isLocal ? ['--hostname', 'localhost'] : [];
  const args = [toolPath('next'), 'start', '--port', String(env.WEB_PORT), ...host];
  return new Child({ name: 'web app', args, env, cwd: FRONTEND, onLine, tethered: true });
}

/** @param {Child} api @param {import('./settings.mjs').Settings} settings */
export function apiIsHealthy(api, settings) {
  return waitUntilHealthy(api, `http://localhost:${settings.apiPort}/health/ready`, API_START_MS);
}

/** @param {Child} web @param {import('./settings.mjs').Settings} settings */
export function webIsHealthy(web, settings) {
  return waitUntilHealthy(web, `http://localhost:${settings.webPort}/health/live`, WEB_START_MS);
}
