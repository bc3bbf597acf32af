#!/usr/bin/env node
/** `npm run dev`: both sides rebuild when a file changes; the API restarts, the browser reloads. */
import { Child } from './lib/children.mjs';
import { localSecrets, makeDataFolder } from './lib/data-folder.mjs';
import { startProviderFor } from './lib/dev-provider-process.mjs';
import { holdLock } from './lib/lock.mjs';
import { Refusal, say } from './lib/output.mjs';
import { FRONTEND, toolPath } from './lib/paths.mjs';
import { requireFreePort } from './lib/ports.mjs';
import { buildClient, install } from './lib/prepare.mjs';
import { runScript } from './lib/script.mjs';
import { prepareDatabase, serverEnvironments, startApi } from './lib/servers.mjs';
import { readSettings } from './lib/settings.mjs';

/** What the compiler says when a round of its watch ended well. */
const BUILT = 'Found 0 errors';

await runScript(dev, { isServer: true });

async function dev() {
  const settings = readSettings();
  makeDataFolder(settings.dataDir);
  await holdLock('start', settings.dataDir, {
    refusal: `Latchkey is running already with the data folder ${settings.dataDir}. Stop it first (Ctrl-C there).`,
  });
  await requireFreePort(settings.apiPort, 'API_PORT', 'API');
  await requireFreePort(settings.webPort, 'WEB_PORT', 'web app');
  await install();
  await buildClient();

  const provider = await startProviderFor(settings);
  const own = { ...settings, env: { ...settings.env, ...provider?.env } };
  const { api, web } = serverEnvironments(own, localSecrets(settings));
  const compiler = watchApi(api);
  const next = new Child({
    name: 'web app',
    args: [toolPath('next'), 'dev', '--port', String(settings.webPort), '--hostname', 'localhost'],
    cwd: FRONTEND,
    env: { ...web, NODE_ENV: 'development' },
    onLine: labelled('web'),
    tethered: true,
  });
  const ended = await Promise.race([compiler, next].map((child) => child.exited.then(() => child)));
  throw new Refusal(`The ${ended.name} ended, so everything was stopped.`);
}

/** Compiles the API whenever a file changes and runs what came out. @param {NodeJS.ProcessEnv} env */
function watchApi(env) {
  /** @type {Child | undefined} */
  let api;
  let turn = Promise.resolve();
  const print = labelled('api');

  async function restart() {
    await api?.stop();
    for (const { email, password = 'the password that you set', role } of await prepareDatabase(env)) {
      print(`Sign in as ${email} with ${password} (${role})`);
    }
    api = startApi(env, print);
  }
  return new Child({
    name: 'compiler of the API',
    args: [toolPath('@nestjs/cli', 'nest'), 'build', '--watch', '--preserveWatchOutput'],
    tethered: true,
    onLine(line) {
      print(line);
      if (line.includes(BUILT)) turn = turn.then(restart).catch((error) => print(error.message));
    },
  });
}

/** @param {string} label @returns {(line: string) => void} */
function labelled(label) {
  return (line) => say(`${label} | ${line}`);
}
