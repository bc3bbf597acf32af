import { isAbsolute, relative } from 'node:path';
import { localSecrets, makeDataFolder } from './data-folder.mjs';
import { startProviderFor } from './dev-provider-process.mjs';
import { holdLock } from './lock.mjs';
import { Refusal, say, seconds, step } from './output.mjs';
import { ROOT } from './paths.mjs';
import { requireFreePort } from './ports.mjs';
import { buildApi, buildWeb, install } from './prepare.mjs';
import { runScript } from './script.mjs';
import { apiIsHealthy, prepareDatabase, serverEnvironments, startApi, startWeb, webIsHealthy } from './servers.mjs';
import { readSettings } from './settings.mjs';

export function main() {
  return runScript(start, { isServer: true });
}

async function start() {
  const started = Date.now();
  const settings = readSettings();
  makeDataFolder(settings.dataDir);
  await holdLock('start', settings.dataDir, {
    refusal:
      `Latchkey is running already with the data folder ${settings.dataDir}. Stop it first (Ctrl-C there), or choose ` +
      'another folder and other ports: DATA_DIR=./data-2 API_PORT=4001 WEB_PORT=3001 npm start',
  });
  await requireFreePort(settings.apiPort, 'API_PORT', 'API');
  await requireFreePort(settings.webPort, 'WEB_PORT', 'web app');

  say('Starting Latchkey …');
  await install();
  await buildApi();
  await buildWeb();
  const provider = await startProviderFor(settings);
  const { created, servers } = await startServers({ ...settings, env: { ...settings.env, ...provider?.env } });
  if (provider) servers.push(provider.child);
  say(`  Ready after ${seconds(Date.now() - started)}`);
  welcome(settings, created, provider?.env.OIDC_ISSUER);
  return await untilOneEnds(servers);
}

/** @param {import('./settings.mjs').Settings} settings */
async function startServers(settings) {
  const env = serverEnvironments(settings, localSecrets(settings));
  if (settings.isLocal) env.api.LOG_LEVEL ??= 'warn'; // Otherwise every request pushes the addresses off the screen.
  return await step('Preparing the database and starting both servers', async () => {
    const web = startWeb(env.web, settings, print('web')); // Needs no database, so it need not wait for it.
    const created = await prepareDatabase(env.api);
    const api = startApi(env.api, print('api'));
    try {
      await Promise.all([apiIsHealthy(api, settings), webIsHealthy(web, settings)]);
    } catch (error) {
      showAccounts(created); // There is no other time to learn the passwords.
      throw error;
    }
    isReady = true;
    return { created, servers: [api, web] };
  });
}

/** Until both servers are ready their lines are only kept, to explain a failure. */
let isReady = false;

/** @param {string} label @returns {(line: string) => void} */
function print(label) {
  return (line) => {
    if (isReady) say(`${label} | ${line}`);
  };
}

/**
 * @param {import('./settings.mjs').Settings} settings
 * @param {import('./servers.mjs').CreatedUser[]} created
 * @param {string} [provider] address of the development provider
 */
function welcome(settings, created, provider) {
  say(`\nLatchkey is running.\n`);
  say(`  Web app   ${settings.webUrl}`);
  say(`  API       ${settings.apiUrl}${settings.isLocal ? `  (reference: ${settings.apiUrl}/docs)` : ''}`);
  say(`  Data      ${displayed(settings.dataDir)}`);
  if (provider) say(`  Provider  ${provider}  (for development: believes whatever people say of themselves)`);
  say();
  if (created.length > 0) showAccounts(created);
  else say(`Sign in with the accounts you have.${settings.isLocal ? forgotten(settings) : ''}\n`);
  say('Press Ctrl-C to stop both.\n');
}

/** @param {import('./servers.mjs').CreatedUser[]} created */
function showAccounts(created) {
  if (created.length === 0) return;
  say('Sign in as (these passwords are shown only now, so keep them):\n');
  const width = Math.max(...created.map(({ email }) => email.length));
  for (const { email, password, role } of created) {
    say(`  ${email.padEnd(width)}   ${password ?? '(the password that you set)'}   ${role}`);
  }
  say();
}

/** @param {import('./settings.mjs').Settings} settings */
function forgotten({ dataDir }) {
  return ` Passwords forgotten? Stop, delete ${displayed(dataDir)} and start again: everything begins anew.`;
}

/** @param {string} folder relative to the repository when inside it */
function displayed(folder) {
  const path = relative(ROOT, folder);
  return path.startsWith('..') || isAbsolute(path) ? folder : `./${path}`;
}

/** @param {import('./children.mjs').Child[]} servers */
async function untilOneEnds(servers) {
  const ended = await Promise.race(servers.map(async (server) => ({ server, exit: await server.exited })));
  const { code, signal } = ended.exit;
  throw new Refusal(
    `The ${ended.server.name} ended unexpectedly (${signal ?? `status ${code}`}), so everything was stopped. Its last ` +
      `lines:\n\n${ended.server.lastLines}`,
  );
}
