import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createTestDatabase } from '../../backend/test/test-database';

import { startBalancer, type Balancer } from './balancer';
import { freePorts, ServerProcess } from './processes';
import { Relay } from './relay';

const ROOT = join(__dirname, '..', '..');
const API = join(ROOT, 'backend', 'dist');
const FRONTEND = join(ROOT, 'frontend');

export interface StackOptions {
  /** More than one stand behind a balancer that sends each request to the next. */
  webInstances: number;
  /** Settings of both servers that differ from the defaults, by name. */
  env: Record<string, string>;
  /** How many people there are besides the first two. @see make-people.cjs */
  people?: number;
  /** Name under which the web app is reached by https, with a certificate that nobody knows. Plain http on localhost without. */
  httpsHost?: string;
}

export interface Account {
  email: string;
  password: string;
  role: string;
}

/** Everything that runs in production, with data of its own: the built API, the built web app, and a relay between them. */
export interface Stack {
  /** The public address. */
  url: string;
  /** The addresses of the web instances. With a single one it is the public address. */
  webUrls: string[];
  relay: Relay;
  accounts: { admin: Account; user: Account };
  /** The API itself, past the relay: for what a test does behind the web app's back. */
  apiUrl: string;
  /** What the session cookie is encrypted with: for a test that has to make one. */
  nextAuthSecret: string;
  /** All that the servers wrote to their output so far. */
  output(): string;
  stop(): Promise<void>;
}

/** Starts it; the build must be there already. */
export async function startStack({ webInstances, env, people = 0, httpsHost }: StackOptions): Promise<Stack> {
  const [publicPort = 0, apiPort = 0, ...webPorts] = await freePorts(2 + webInstances);
  const isAlone = webInstances === 1 && !httpsHost;
  const ports = isAlone ? [publicPort] : webPorts;
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-e2e-'));
  const database = await createTestDatabase();
  const relay = new Relay();
  const servers: ServerProcess[] = [];
  let balancer: Balancer | undefined;
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await balancer?.close();
    await relay.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const apiUrl = `http://localhost:${apiPort}`;
    const webUrls = ports.map((port) => `http://localhost:${port}`);
    const url = httpsHost ? `https://${httpsHost}:${publicPort}` : `http://localhost:${publicPort}`;
    const settings: Record<string, string> = {
      ...secrets(),
      WEB_URL: url,
      DATA_DIR: folder,
      DATABASE_URL: database.url,
      ...env,
    };
    const accounts = await startApi(servers, { ...settings, API_PORT: String(apiPort) }, apiUrl, people);
    const relayUrl = await relay.listen(apiUrl);
    await Promise.all(ports.map((port) => startWeb(servers, { ...settings, API_URL: relayUrl }, port)));
    if (!isAlone) balancer = await startBalancer(() => webUrls, publicPort, httpsHost);
    const output = () => servers.map((server) => server.output).join('\n');
    relay.reset();
    return { url, webUrls, relay, accounts, apiUrl, nextAuthSecret: settings.NEXTAUTH_SECRET ?? '', output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Migrates, makes the first users and starts the API, as `npm start` does. */
async function startApi(servers: ServerProcess[], settings: Record<string, string>, url: string, people: number) {
  const options = { cwd: ROOT, env: environment({ ...settings, NODE_ENV: 'development' }) };
  await ServerProcess.run('migration', [join(API, 'database', 'migrate.js')], options);
  // The demo accounts are made on localhost alone, and the tests need them under every address.
  const local = { ...options, env: { ...options.env, WEB_URL: 'http://localhost' } };
  const report = await ServerProcess.run('seed', [join(API, 'seed.js')], local);
  // Not through the API: signing up is a later matter, and an embedded database belongs to one process at a time.
  if (people > 0) await ServerProcess.run('people', [join(__dirname, 'make-people.cjs'), String(people)], options);
  const server = new ServerProcess('API', [join(API, 'main.js')], options);
  servers.push(server);
  await server.healthy(`${url}/health/ready`);
  return accountsIn(report);
}

async function startWeb(servers: ServerProcess[], settings: Record<string, string>, port: number): Promise<void> {
  // Not the API's secrets: the web app must do without them.
  const { APP_SECRET: _, DATABASE_URL: __, ...own } = settings;
  const env = environment({ ...own, NODE_ENV: 'production', WEB_PORT: String(port), NEXT_TELEMETRY_DISABLED: '1' });
  const next = require.resolve('next/dist/bin/next', { paths: [FRONTEND] });
  const server = new ServerProcess(`web app on ${port}`, [next, 'start', '--port', String(port)], {
    cwd: FRONTEND,
    env,
  });
  servers.push(server);
  await server.healthy(`http://localhost:${port}/health/live`);
}

function accountsIn(report: string): Stack['accounts'] {
  const line = report.split('\n').find((text) => text.startsWith('{"created"'));
  const { created } = JSON.parse(line ?? '{"created":[]}') as { created: Account[] };
  const admin = created.find(({ role }) => role === 'ADMIN');
  const user = created.find(({ role }) => role === 'USER');
  if (!admin || !user) throw new Error(`The seed made no administrator and user:\n${report}`);
  return { admin, user };
}

function secrets(): Record<string, string> {
  const names = ['APP_SECRET', 'WEB_CLIENT_SECRET', 'NEXTAUTH_SECRET'];
  return Object.fromEntries(names.map((name) => [name, randomBytes(32).toString('base64url')]));
}

/** The settings, and of this process's own environment only what a program needs to run: nothing set here leaks in. */
function environment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, TMPDIR, NODE_ENV: 'production', ...settings };
}
