import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DevProvider, OURS } from '../../backend/test/dev-provider';
import { createTestDatabase, MYSQL_URL } from '../../backend/test/test-database';

import { startBalancer, type Balancer } from './balancer';
import { freePorts, ServerProcess } from './processes';
import { Relay } from './relay';

const ROOT = join(__dirname, '..', '..');
const API = join(ROOT, 'backend', 'dist');
const FRONTEND = join(ROOT, 'frontend');

export interface StackOptions {
  /** More than one stand behind a balancer that sends each request to the next. */
  webInstances: number;
  /**
   * As many relays stand behind the web instances: the first web instance has the first, and so on. Each leads to an API
   * process of its own; on the embedded database, which one process alone may open, all lead to the same.
   */
  apiInstances?: number;
  /** Settings of both servers that differ from the defaults, by name. */
  env: Record<string, string>;
  /** Scripts of the web app's pages may call the API themselves. */
  opensApiToBrowsers?: boolean;
  /** People may sign in with the development provider. */
  hasProvider?: boolean;
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
  /** The only one, or the first. */
  relay: Relay;
  /** One for each API instance. */
  relays: readonly Relay[];
  /** Where people may sign in besides. */
  provider?: DevProvider;
  accounts: { admin: Account; user: Account };
  /** The API itself, past the relay: for what a test does behind the web app's back. */
  apiUrl: string;
  /** One address for each relay, in the same order. */
  apiUrls: readonly string[];
  /** What the session cookie is encrypted with: for a test that has to make one. */
  nextAuthSecret: string;
  /** Where the API keeps the mails that it would send. */
  mailFolder: string;
  /** Lets time go by for the servers, not for the browser. It stays so. */
  advanceClock(ms: number): void;
  /** All that the servers wrote to their output so far. */
  output(): string;
  stop(): Promise<void>;
}

/** Starts it; the build must be there already. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { people = 0, httpsHost } = options;
  const { url, webUrls, apiUrls } = await freeAddresses(options);
  const opened = options.opensApiToBrowsers && { EXPOSE_ACCESS_TOKEN: 'true', CORS_ORIGINS: url };
  const ours = { ...OURS, redirectUris: ['oidc', 'github'].map((id) => `${url}/api/auth/callback/${id}`) };
  const provider = options.hasProvider ? await DevProvider.start(ours) : undefined;
  const env = { ...options.env, ...opened, ...provider?.settingsFor(ours) };
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-e2e-'));
  const database = await createTestDatabase();
  const [relay, ...otherRelays] = [new Relay(), ...apiUrls.slice(1).map(() => new Relay())] as const;
  const relays = [relay, ...otherRelays];
  const servers: ServerProcess[] = [];
  let balancer: Balancer | undefined;
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await balancer?.close();
    await provider?.stop();
    await Promise.all(relays.map((each) => each.close()));
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const clockFile = join(folder, 'clock');
    const settings = { ...secrets(), WEB_URL: url, DATA_DIR: folder, DATABASE_URL: database.url, CLOCK_FILE: clockFile, ...env }; // prettier-ignore
    const accounts = await fillDatabase(settings, people);
    await Promise.all([...new Set(apiUrls)].map((apiUrl) => startApi(servers, settings, apiUrl)));
    const relayUrls = await Promise.all(relays.map((each, index) => each.listen(apiUrls[index] ?? '')));
    const apiOf = (index: number) => relayUrls[index % relayUrls.length] ?? '';
    await Promise.all(
      webUrls.map((webUrl, index) => startWeb(servers, { ...settings, API_URL: apiOf(index) }, webUrl)),
    );
    if (!webUrls.includes(url)) balancer = await startBalancer(() => webUrls, Number(new URL(url).port), httpsHost);
    let aheadMs = 0;
    const advanceClock = (ms: number) => writeFileSync(clockFile, String((aheadMs += ms)));
    const output = () => servers.map((server) => server.output).join('\n');
    for (const each of relays) each.reset();
    const { NEXTAUTH_SECRET: nextAuthSecret } = settings;
    const reached = { provider, url, webUrls, apiUrl: apiUrls[0] ?? '', apiUrls, relay, relays };
    return { ...reached, mailFolder: join(folder, 'mail'), accounts, nextAuthSecret, advanceClock, output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Where everything will be: the public address, each web instance, and the API behind each relay. */
async function freeAddresses({ webInstances, apiInstances = 1, httpsHost }: StackOptions) {
  const apiProcesses = MYSQL_URL ? apiInstances : 1;
  const [publicPort, ...ports] = await freePorts(1 + apiProcesses + webInstances);
  const [apiPorts, webPorts] = [ports.slice(0, apiProcesses), ports.slice(apiProcesses)];
  const url = httpsHost ? `https://${httpsHost}:${publicPort}` : `http://localhost:${publicPort}`;
  const isAlone = webInstances === 1 && !httpsHost;
  return {
    url,
    webUrls: isAlone ? [url] : webPorts.map((port) => `http://localhost:${port}`),
    apiUrls: Array.from({ length: apiInstances }, (_, index) => `http://localhost:${apiPorts[index % apiProcesses]}`),
  };
}

/** Migrates and makes the first users, as `npm start` does. */
async function fillDatabase(settings: Record<string, string>, people: number): Promise<Stack['accounts']> {
  const options = apiOptions(settings);
  await ServerProcess.run('migration', [join(API, 'database', 'migrate.js')], options);
  // The demo accounts are made on localhost alone, and the tests need them under every address.
  const local = { ...options, env: { ...options.env, WEB_URL: 'http://localhost' } };
  const report = await ServerProcess.run('seed', [join(API, 'seed.js')], local);
  // Not through the API: signing up is a later matter, and an embedded database belongs to one process at a time.
  if (people > 0) await ServerProcess.run('people', [join(__dirname, 'make-people.cjs'), String(people)], options);
  return accountsIn(report);
}

async function startApi(servers: ServerProcess[], settings: Record<string, string>, url: string): Promise<void> {
  const options = apiOptions({ ...settings, API_PORT: new URL(url).port });
  const server = new ServerProcess(`API at ${url}`, [join(API, 'main.js')], options);
  servers.push(server);
  await server.healthy(`${url}/health/ready`);
}

function apiOptions(settings: Record<string, string>) {
  return { cwd: ROOT, env: environment({ ...settings, NODE_ENV: 'development' }) };
}

async function startWeb(servers: ServerProcess[], settings: Record<string, string>, url: string): Promise<void> {
  const { port } = new URL(url);
  // Not the API's secrets: the web app must do without them.
  const { APP_SECRET: _, DATABASE_URL: __, ...own } = settings;
  const env = environment({ ...own, NODE_ENV: 'production', WEB_PORT: port, NEXT_TELEMETRY_DISABLED: '1' });
  const next = require.resolve('next/dist/bin/next', { paths: [FRONTEND] });
  const server = new ServerProcess(`web app on ${port}`, [next, 'start', '--port', port], {
    cwd: FRONTEND,
    env,
  });
  servers.push(server);
  await server.healthy(`${url}/health/live`);
}

function accountsIn(report: string): Stack['accounts'] {
  const line = report.split('\n').find((text) => text.startsWith('{"created"'));
  const { created } = JSON.parse(line ?? '{"created":[]}') as { created: Account[] };
  const admin = created.find(({ role }) => role === 'ADMIN');
  const user = created.find(({ role }) => role === 'USER');
  if (!admin || !user) throw new Error(`The seed made no administrator and user:\n${report}`);
  return { admin, user };
}

function secrets() {
  const secret = () => randomBytes(32).toString('base64url');
  return { APP_SECRET: secret(), WEB_CLIENT_SECRET: secret(), NEXTAUTH_SECRET: secret() };
}

/** The settings, and of this process's own environment only what a program needs to run: nothing set here leaks in. */
function environment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  const NODE_OPTIONS = `--require ${join(__dirname, 'moved-clock.cjs')}`;
  return { PATH, HOME, TMPDIR, NODE_ENV: 'production', NODE_OPTIONS, ...settings };
}
