import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { isHealthy } from './lib/health.mjs';
import { isNodeNewEnough } from './lib/node-version.mjs';
import { startProviderFor } from './lib/dev-provider-process.mjs';
import { ROOT } from './lib/paths.mjs';
import { readSettings } from './lib/settings.mjs';
import { findFreePort, requireFreePort } from './lib/ports.mjs';

/** What `npm start` promises: an end within 10 s, a second start within seconds. Generous, because CI is busy. */
const END_MS = 10_000;
const START_MS = 90_000;

const folder = mkdtempSync(join(tmpdir(), 'latchkey-start-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Settings of a Latchkey of its own. @param {string} name of its data folder */
async function settingsFor(name) {
  const [apiPort, webPort] = [await findFreePort(), await findFreePort()];
  return { DATA_DIR: join(folder, name), API_PORT: String(apiPort), WEB_PORT: String(webPort) };
}

/** Runs the start script. @param {NodeJS.Dict<string>} settings @param {string[]} [nodeOptions] */
function start(settings, nodeOptions = []) {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [...nodeOptions, join(ROOT, 'scripts/start.mjs')], {
    env: { PATH, HOME, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (texts.out += chunk));
  child.stderr.on('data', (chunk) => (texts.err += chunk));
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve) => child.once('close', resolve));
  return {
    child,
    texts,
    ended,
    async ready() {
      const deadline = Date.now() + START_MS;
      while (!texts.out.includes('Press Ctrl-C')) {
        assert.ok(child.exitCode === null && Date.now() < deadline, `It did not start:\n${texts.out}${texts.err}`);
        await delay(50);
      }
    },
  };
}

/** Waits for a refusal and checks that it is plain: nothing but its text, no stack. @param {ReturnType<typeof start>} run */
async function refusal({ ended, texts }) {
  assert.equal(await ended, 1, texts.out);
  assert.doesNotMatch(texts.err, /^\s+at /m);
  return texts.err.trim();
}

/** Ids of the processes that were started with this data folder, whoever their parent is now. @param {string} dataDir */
function processesOf(dataDir) {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.map(Number).filter((id) => {
    try {
      return id !== process.pid && readFileSync(`/proc/${id}/environ`, 'utf8').includes(`DATA_DIR=${dataDir}\0`);
    } catch {
      return false; // It has ended meanwhile.
    }
  });
}

/** @param {{ DATA_DIR: string, API_PORT: string, WEB_PORT: string }} settings */
async function assertNothingIsLeft({ DATA_DIR, API_PORT, WEB_PORT }) {
  const deadline = Date.now() + END_MS;
  while (processesOf(DATA_DIR).length > 0 && Date.now() < deadline) await delay(50);
  assert.deepEqual(processesOf(DATA_DIR), []);
  await requireFreePort(Number(API_PORT), 'API_PORT', 'API');
  await requireFreePort(Number(WEB_PORT), 'WEB_PORT', 'web app');
}

/** The line of an account on the screen. @param {string} text @param {string} email */
function passwordOf(text, email) {
  return new RegExp(`${email}\\s+(\\S+)`).exec(text)?.[1];
}

describe('npm start refuses in one sentence', () => {
  for (const setting of ['API_PORT', 'WEB_PORT']) {
    it(`a taken port, naming it and ${setting}`, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      const settings = { ...(await settingsFor('taken')), [setting]: String(port) };
      const text = await refusal(start(settings));
      server.close();
      assert.match(text, new RegExp(`^Port ${port}, .* is taken .*: ${setting}=${port + 1} npm start$`));
    });
  }

  it('a Node that is too old', async () => {
    const old = `data:text/javascript,Object.defineProperty(process, 'version', { value: 'v18.20.4' })`;
    const text = await refusal(start({}, ['--import', old]));
    assert.match(text, /^Latchkey needs Node.js 20.19 or later, and this is v18.20.4. Install .*\.$/);
    assert.deepEqual(['v20.18.3', 'v20.19.0', 'v21.0.0', 'v24.1.0'].map(isNodeNewEnough), [false, true, true, true]);
  });

  it('a data folder that cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    for (const name of ['file', 'file/below']) {
      const text = await refusal(start(await settingsFor(name)));
      assert.match(text, /^The data folder \S+ cannot be written \(\w+\)\. .* DATA_DIR=\/path\/to\/folder npm start$/);
    }
  });

  it('a damaged database, and leaves it as it is', async () => {
    const settings = await settingsFor('damaged');
    const file = join(settings.DATA_DIR, 'latchkey.db');
    mkdirSync(settings.DATA_DIR);
    writeFileSync(file, 'This is not a database. '.repeat(400));
    const text = await refusal(start(settings));
    assert.ok(text.includes(file), text);
    assert.equal(text.split('\n').length, 1, text);
    assert.match(readFileSync(file, 'utf8'), /^This is not a database/);
    await assertNothingIsLeft(settings);
  });

  it('secrets that cannot be read', async () => {
    const settings = await settingsFor('secrets');
    mkdirSync(settings.DATA_DIR);
    writeFileSync(join(settings.DATA_DIR, 'secrets.json'), '{');
    assert.match(await refusal(start(settings)), /secrets\.json holds no usable APP_SECRET\. Restore it/);
  });
});

describe('npm start', () => {
  it('starts both servers, shows the passwords once, and leaves nothing behind after Ctrl-C', async () => {
    const settings = await settingsFor('first');
    const first = start(settings);
    await first.ready();
    assert.ok(await isHealthy(`http://localhost:${settings.API_PORT}/health/ready`));
    assert.ok(await isHealthy(`http://localhost:${settings.WEB_PORT}/health/live`));
    assert.equal(statSync(settings.DATA_DIR).mode & 0o777, 0o700);
    assert.equal(statSync(join(settings.DATA_DIR, 'secrets.json')).mode & 0o777, 0o600);

    const password = passwordOf(first.texts.out, 'admin@latchkey.local');
    const login = await fetch(`http://localhost:${settings.API_PORT}/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'admin@latchkey.local', password }),
    });
    assert.equal(login.status, 200, await login.text());

    const beside = await settingsFor('first');
    assert.match(await refusal(start(beside)), /^Latchkey is running already with the data folder .*Ctrl-C/);

    const asked = Date.now();
    first.child.kill('SIGINT');
    assert.equal(await first.ended, 0);
    assert.ok(Date.now() - asked < END_MS);
    await assertNothingIsLeft(settings);

    // Everything is built and seeded: a second start does neither again.
    const second = start(settings);
    await second.ready();
    assert.doesNotMatch(second.texts.out, /Building|Installing/);
    assert.equal(passwordOf(second.texts.out, 'admin@latchkey.local'), undefined);
    second.child.kill('SIGTERM');
    assert.equal(await second.ended, 0);
    await assertNothingIsLeft(settings);
  });

  it('stops the web app and says so when the API dies', async () => {
    const settings = await settingsFor('dies');
    const run = start(settings);
    await run.ready();
    const isApi = (/** @type {number} */ id) => readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('main.js');
    const api = processesOf(settings.DATA_DIR).find(isApi);
    process.kill(Number(api), 'SIGKILL');
    assert.match(await refusal(run), /^The API ended unexpectedly \(SIGKILL\), so everything was stopped/);
    await assertNothingIsLeft(settings);
  });

  it('takes its servers along when it is killed', async () => {
    const settings = await settingsFor('killed');
    const run = start(settings);
    await run.ready();
    assert.ok(processesOf(settings.DATA_DIR).length >= 3);
    run.child.kill('SIGKILL');
    await run.ended;
    await assertNothingIsLeft(settings);
  });
});

describe('the development provider', () => {
  it('is there on one’s own machine, where nobody has set up another one', async () => {
    const found = await startProviderFor(readSettings({}));
    assert.ok(found);
    try {
      const answer = await fetch(`${found.env.OIDC_ISSUER}/.well-known/openid-configuration`);
      const { issuer } = /** @type {{ issuer: string }} */ (await answer.json());
      assert.equal(issuer, found.env.OIDC_ISSUER);
    } finally {
      await found.child.stop();
    }
  });

  it('is not there in production, under another address, or beside another provider', async () => {
    for (const settings of [
      { NODE_ENV: 'production' },
      { WEB_URL: 'https://accounts.example.com' },
      { GOOGLE_CLIENT_ID: 'id' },
      { GITHUB_CLIENT_ID: 'id' },
      { OIDC_CLIENT_ID: 'id' },
    ]) {
      assert.equal(await startProviderFor(readSettings(settings)), undefined);
    }
  });

  it('is in no image, because nothing that runs in production depends on it', () => {
    const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
    assert.equal(lock.packages['node_modules/oidc-provider'].dev, true);
  });
});
