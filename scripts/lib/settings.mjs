import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { Refusal } from './output.mjs';
import { ROOT } from './paths.mjs';

/**
 * The settings that the scripts themselves need. The API and the web app read and check the rest on their own.
 *
 * @typedef {object} Settings
 * @property {NodeJS.ProcessEnv} env everything that was set, `.env` included
 * @property {number} apiPort
 * @property {number} webPort
 * @property {string} apiUrl where the web app finds the API
 * @property {string} webUrl the public address
 * @property {string} dataDir absolute
 * @property {boolean} isLocal whether this is somebody's own machine, where secrets may be made up
 */

/**
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Settings}
 * @throws {Refusal} naming the setting that is wrong
 */
export function readSettings(environment = process.env) {
  const env = readEnvironment(environment);
  const apiPort = readPort(env, 'API_PORT', 4000);
  const webPort = readPort(env, 'WEB_PORT', 3000);
  if (apiPort === webPort) throw new Refusal(`API_PORT and WEB_PORT are both ${apiPort}. Give each its own port.`);
  const webUrl = env.WEB_URL ?? `http://localhost:${webPort}`;
  return {
    env,
    apiPort,
    webPort,
    apiUrl: env.API_URL ?? `http://localhost:${apiPort}`,
    webUrl,
    dataDir: resolve(ROOT, env.DATA_DIR ?? 'data'),
    isLocal: env.NODE_ENV !== 'production' && isLocalAddress(webUrl),
  };
}

/**
 * Everything that was set: by the environment, else in `.env`.
 *
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {NodeJS.ProcessEnv}
 */
export function readEnvironment(environment = process.env) {
  return { ...readEnvFile(join(ROOT, '.env')), ...withoutEmpty(environment) };
}

/** @param {string} file @returns {NodeJS.ProcessEnv} */
function readEnvFile(file) {
  return existsSync(file) ? withoutEmpty(parseEnv(readFileSync(file, 'utf8'))) : {};
}

/** `API_PORT=` means "not set". @param {NodeJS.Dict<string>} env @returns {NodeJS.ProcessEnv} */
function withoutEmpty(env) {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}

/** @param {NodeJS.ProcessEnv} env @param {string} setting @param {number} otherwise */
function readPort(env, setting, otherwise) {
  const value = env[setting];
  if (value === undefined) return otherwise;
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port >= 1 && port <= 65_535) return port;
  throw new Refusal(`${setting} must be a port number from 1 to 65535, for example ${setting}=${otherwise}.`);
}

/** @param {string} url */
function isLocalAddress(url) {
  if (!URL.canParse(url)) throw new Refusal('WEB_URL must be an address such as http://localhost:3000.');
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);
}
