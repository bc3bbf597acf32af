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
  stepping.clock.setWrong(0);
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
    stepping.clock.setWrong(step);
    expect(await me(stepping, device)).toBe(401);
    for (let i = 0; i < 4; i += 1) {
      await use(stepping);
      if (steady) await use(steady);
    }
    stepping.clock.setWrong(0);
    await use(stepping);
    if (steady) await use(steady);
  });

  it('gives a device its successor again whose answer was lost before', async () => {
    const renewed = await renew(stepping, device);
    stepping.clock.setWrong(step);
    for (const api of [stepping, steady ?? stepping]) {
      expect((await renew(api, device)).refreshToken).toBe(renewed.refreshToken);
    }
  });

  it('takes no token that another instance has just replaced for a replay', async () => {
    const superseded = device;
    device = await renew(steady ?? stepping, device);
    await use(steady ?? stepping);
    stepping.clock.setWrong(step);

    // An embedded database has no clock but the one that is wrong; there an hour has gone by, or has yet to come.
    if (steady ?? step < 0) await refresh(stepping, superseded).expect(200);
    if (steady) await use(steady);
    await use(stepping);
  });

  it('hides no replay of what was superseded since', async () => {
    stepping.clock.setWrong(step);
    const stolen = device;
    device = await renew(stepping, device);
    await use(stepping);
    stepping.clock.advance(PAST_WINDOW);

    await refresh(stepping, stolen).expect(401);

    await refresh(stepping, device).expect(401);
    expect(await me(stepping, device)).toBe(401);
  });

  it('leaves what is remembered of a session at its second', async () => {
    stepping.clock.setWrong(step);
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
    stepping.clock.setWrong(step);
    const login = { email: user.email, password: 'correct horse battery staple' };
    device = (await stepping.http.post('/v1/auth/login').set(...header).send(login).expect(200)).body as TokenPairDto; // prettier-ignore
    expect(await me(stepping, device, ...header)).toBe(200);
    expect(await addressOf()).not.toContain('192.0.2.7');
  });
});

describe('a clock that is set back by an hour', () => {
  it('lets no replay pass where the database has a clock, and elsewhere only until it has caught up', async () => {
    const stolen = device;
    device = await renew(stepping, device);
    await use(stepping);
    stepping.clock.setWrong(-HOUR);
    stepping.clock.advance(PAST_WINDOW);
    if (!steady) await refresh(stepping, stolen).expect(200);
    stepping.clock.setWrong(0);

    await refresh(stepping, stolen).expect(401);
    await refresh(stepping, device).expect(401);
  });

  it('is no way around the end of a session', async () => {
    if (steady) stepping.clock.setWrong(-HOUR);
    await stepping.database.execute('UPDATE sessions SET idle_expires_at = ? WHERE user_id = ?', [
      Date.now() - SECOND,
      user.id,
    ]);
    await refresh(stepping, device).expect(401);
  });
});

describe('a clock that is set forward by an hour', () => {
  it('renews a session in its last hour where the database has a clock, and elsewhere refuses it, and ends it nowhere', async () => {
    const end = Date.now() + HOUR / 2;
    await stepping.database.execute('UPDATE sessions SET idle_expires_at = ? WHERE user_id = ?', [end, user.id]);
    stepping.clock.setWrong(HOUR);
    const answer = await refresh(stepping, device);
    expect(answer.status).toBe(steady ? 200 : 401);

    stepping.clock.setWrong(0);

    await use(steady ?? stepping);
    await use(stepping);
  });
});
