import { setTimeout as sleep } from 'node:timers/promises';
import type { TokenPairDto } from '../../src/auth/auth.dto';
import { ApiProcess } from '../api-process';
import { bearer, makeUser, signIn, type TestUser } from '../builders';
import { startApp, type TestApp } from '../start-app';
import { webClient } from '../web-client';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
/** Longer than a superseded token may come again. */
const PAST_WINDOW = 31 * SECOND;
/** Longer than anything is believed that was read before. */
const MEMORY_MS = 1_000;

type Instance = Pick<TestApp, 'http'>;

let stepping: TestApp;
/** Keeps the right time, on a server; an embedded database has one instance. In a process of its own, as passport is. */
let steady: ApiProcess | undefined;
let user: TestUser;
let device: TokenPairDto;

beforeAll(async () => {
  stepping = await startApp();
  const { databaseUrl, appSecret, dataDir } = stepping.config;
  if (stepping.database.kind === 'sqlite') return;
  const env = { NODE_ENV: 'test', LOG_LEVEL: 'info', DATA_DIR: dataDir };
  steady = await ApiProcess.start({ ...env, DATABASE_URL: databaseUrl, APP_SECRET: appSecret });
});
afterAll(async () => {
  await steady?.end('SIGKILL');
  await stepping.close();
});
beforeEach(async () => {
  stepping.clock.advance(Date.now() - stepping.clock.now());
  user = await makeUser(stepping);
  device = await signIn(stepping, user);
  expect(await me(stepping, device)).toBe(200);
});

const me = async (api: Instance, tokens: TokenPairDto, ...header: [string, string] | []): Promise<number> => {
  const request = api.http.get('/v1/me').set(...bearer(tokens));
  if (header.length > 0) void request.set(...(header as [string, string]));
  return (await request).status;
};
const refresh = (api: Instance, { refreshToken }: TokenPairDto) =>
  api.http.post('/v1/auth/refresh').send({ refreshToken });
const renew = async (api: Instance, tokens: TokenPairDto) =>
  (await refresh(api, tokens).expect(200)).body as TokenPairDto;
/** As a device does it: an access token that is refused is renewed, and that must do. */
const use = async (api: Instance): Promise<void> => {
  if ((await me(api, device)) === 200) return;
  device = await renew(api, device);
  expect(await me(api, device)).toBe(200);
};

describe.each([
  ['forward', HOUR],
  ['back', -HOUR],
])('a clock that is set %s by an hour on one instance', (_, step) => {
  it('signs nobody out, neither there nor elsewhere, nor when it is put right', async () => {
    stepping.clock.advance(step);
    expect(await me(stepping, device)).toBe(401);
    for (let i = 0; i < 4; i += 1) {
      await use(stepping);
      if (steady) await use(steady);
    }
    stepping.clock.advance(-step);
    await use(stepping);
    if (steady) await use(steady);
  });

  it('gives a device its successor again whose answer was lost before', async () => {
    const renewed = await renew(stepping, device);
    stepping.clock.advance(step);
    for (const api of [stepping, steady ?? stepping]) {
      expect((await renew(api, device)).refreshToken).toBe(renewed.refreshToken);
    }
  });

  it('hides no replay of what was superseded since', async () => {
    stepping.clock.advance(step);
    const stolen = device;
    device = await renew(stepping, device);
    await use(stepping);
    stepping.clock.advance(PAST_WINDOW);

    await refresh(stepping, stolen).expect(401);

    await refresh(stepping, device).expect(401);
    expect(await me(stepping, device)).toBe(401);
  });

  it('leaves what is remembered of a session at its second', async () => {
    stepping.clock.advance(step);
    device = await renew(stepping, device);
    expect(await me(stepping, device)).toBe(200);
    // Not by this instance, which would know.
    await stepping.database.execute('UPDATE users SET disabled_at = 1 WHERE id = ?', [user.id]);
    await sleep(MEMORY_MS);

    expect(await me(stepping, device)).toBe(401);
    await refresh(stepping, device).expect(401);
  });

  it('makes the web app any client, and refuses none of its calls', async () => {
    const header = webClient(stepping, { ip: '192.0.2.7' });
    const addressOf = async () => {
      const { body } = await stepping.http.get('/v1/me/sessions').set(...bearer(device));
      return (body as { items: { ip: string }[] }).items.map(({ ip }) => ip);
    };
    stepping.clock.advance(step);
    const login = { email: user.email, password: 'correct horse battery staple' };
    device = (await stepping.http.post('/v1/auth/login').set(...header).send(login).expect(200)).body as TokenPairDto; // prettier-ignore
    expect(await me(stepping, device, ...header)).toBe(200);
    expect(await addressOf()).not.toContain('192.0.2.7');
  });
});

describe('a clock that is set back by an hour', () => {
  it('lets a replay of what was superseded before pass until it has caught up, and then ends the session', async () => {
    const stolen = device;
    device = await renew(stepping, device);
    await use(stepping);
    stepping.clock.advance(PAST_WINDOW - HOUR);
    await refresh(stepping, stolen).expect(200);

    stepping.clock.advance(HOUR);

    await refresh(stepping, stolen).expect(401);
    await refresh(stepping, device).expect(401);
  });
});

describe('a clock that is set forward by an hour', () => {
  it('refuses a session in its last hour, and ends it nowhere', async () => {
    const end = Date.now() + HOUR / 2;
    await stepping.database.execute('UPDATE sessions SET idle_expires_at = ? WHERE user_id = ?', [end, user.id]);
    stepping.clock.advance(HOUR);
    await refresh(stepping, device).expect(401);

    stepping.clock.advance(-HOUR);

    await use(steady ?? stepping);
    await use(stepping);
  });
});
