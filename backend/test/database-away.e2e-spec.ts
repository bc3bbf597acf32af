import { randomUUID } from 'node:crypto';
import { DatabaseSync } from '@photostructure/sqlite';
import type { Response } from 'supertest';
import { type Door, Doors } from '../src/access/doors';
import type { TokenPairDto } from '../src/auth/auth.dto';
import { addressOf } from './access-cells';
import { bearer, makeKey, makeUser, PASSWORD, signIn, type TestUser } from './builders';
import { forge, partsOf } from './forge';
import { DevProvider, OURS } from './dev-provider';
import { startApp, type TestApp } from './start-app';
import { webClient } from './web-client';
import { signingKeyFrom } from '../src/tokens/signing-key';
import { SigningKeys } from '../src/tokens/signing-keys';
import { TcpProxy } from './tcp-proxy';
import { createTestDatabase, MYSQL_URL, type TestDatabase } from './test-database';

const RECOVERY_MS = 10_000;
/** Longer than anything is believed that was read before. */
const MEMORY_MS = 1_000;

let provider: DevProvider;
beforeAll(async () => {
  provider = await DevProvider.start(OURS);
});
afterAll(() => provider.stop());

/** Somebody who may knock at every door, in three sessions: to use, to renew, and to sign out of. */
interface Caller {
  user: TestUser;
  here: TokenPairDto;
  renewing: TokenPairDto;
  leaving: TokenPairDto;
  /** An API key, as what goes in the place of an access token. */
  key: { accessToken: string };
  /** Of a provider, that nobody has used. */
  proof: { idToken: string; nonce: string };
}

async function makeCaller(api: TestApp): Promise<Caller> {
  const user = await makeUser(api, { role: 'ADMIN' });
  const [here, renewing, leaving] = [await signIn(api, user), await signIn(api, user), await signIn(api, user)];
  await api.http
    .get('/v1/me')
    .set(...bearer(here))
    .expect(200);
  // Never used: its first use is to be noted.
  const key = await makeKey(api, here, ['users:read']);
  const proof = await provider.idToken(OURS, { email: user.email });
  return { user, here, renewing, leaving, key, proof };
}

/** In the form of a mailed token, so that it is looked up. */
const TOKEN = `lkm_${'A'.repeat(64)}`;

/** Knocks as somebody would whom the door lets in. */
function knock(api: TestApp, { user, here, renewing, leaving, proof }: Caller, { method, path, rule }: Door) {
  const bodies: Record<string, object> = {
    'POST /v1/auth/login': { email: user.email, password: PASSWORD },
    'POST /v1/auth/register': { email: 'new@example.com', password: 'a wholly different phrase', name: 'New' },
    'POST /v1/auth/oauth/:provider': proof,
    'POST /v1/me/identities': { provider: 'oidc', ...proof },
    'POST /v1/auth/verify-email': { token: TOKEN },
    'POST /v1/auth/resend-verification': { email: user.email },
    'POST /v1/auth/forgot-password': { email: user.email },
    'POST /v1/auth/reset-password': { token: TOKEN, newPassword: 'a wholly different phrase' },
    'POST /v1/auth/inspect-token': { token: TOKEN, purpose: 'verify-email' },
    'POST /v1/auth/confirm-email': { token: TOKEN },
    'POST /v1/auth/undo-email': { token: TOKEN },
    'POST /v1/auth/keep-account': { token: TOKEN },
    'DELETE /v1/me': { currentPassword: PASSWORD },
    'POST /v1/me/api-keys': { name: 'script', scopes: ['users:read'] },
    'POST /v1/me/email': { newEmail: 'other@example.com', currentPassword: PASSWORD },
    'POST /v1/users': { email: 'invited@example.com', name: 'Invited' },
    'POST /v1/auth/refresh': { refreshToken: renewing.refreshToken },
    'POST /v1/auth/logout': { refreshToken: leaving.refreshToken },
    'POST /v1/auth/reauthenticate': { password: PASSWORD },
    'POST /v1/me/password': { currentPassword: PASSWORD, newPassword: 'a wholly different phrase' },
    'PATCH /v1/me': { name: 'Somebody Else' },
    'POST /v1/resources': { title: 'x' },
    'POST /v1/roles': { key: 'CLERK', name: 'Clerk', grants: {} },
    'PUT /v1/roles/:key': { name: 'Clerk', grants: {} },
    'PATCH /v1/resources/:id': { title: 'x' },
    'PATCH /v1/users/:id': { name: 'Somebody Else' },
    'PUT /v1/users/:id/role': { role: 'USER' },
  };
  const request = api.http[method.toLowerCase() as 'post'](addressOf(path)).set(...webClient(api, { ip: '127.0.0.1' }));
  if (method === 'POST') void request.set('idempotency-key', randomUUID());
  if (rule.kind !== 'public') void request.set(...bearer(here));
  return request.send(bodies[`${method} ${path}`]);
}

function expectUnavailable(label: string, { status, body, headers }: Response): void {
  expect([label, status, (body as { code?: string }).code]).toEqual([label, 503, 'unavailable']);
  expect(headers['retry-after']).toMatch(/^[1-9]\d?$/);
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
}

/** Asks until it is answered like this. @returns milliseconds */
async function timeUntil(status: number, ask: () => PromiseLike<Response>): Promise<number> {
  const started = performance.now();
  for (;;) {
    const answer = await ask();
    const ms = performance.now() - started;
    if (answer.status === status) return ms;
    if (ms > RECOVERY_MS) throw new Error(`still ${answer.status} after ${Math.round(ms)} ms`);
    await sleep(50);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

if (MYSQL_URL) describeServer(MYSQL_URL);
else describeFile();

function describeServer(serverUrl: string): void {
  describe.each<[string, (proxy: TcpProxy) => unknown, (proxy: TcpProxy) => unknown]>([
    ['refuses connections', (proxy) => proxy.stop(), (proxy) => proxy.start()],
    ['answers nothing', (proxy) => proxy.freeze(), (proxy) => proxy.thaw()],
  ])('while the database %s', (_, takeAway, giveBack) => {
    let testDatabase: TestDatabase;
    let proxy: TcpProxy;
    let api: TestApp;
    let caller: Caller;

    beforeAll(async () => {
      testDatabase = await createTestDatabase();
      const { hostname, port } = new URL(serverUrl);
      proxy = await new TcpProxy(hostname, Number(port || 3306)).start();
      const url = new URL(testDatabase.url);
      url.host = `127.0.0.1:${proxy.port}`;
      api = await startApp({ DATABASE_URL: url.href, ...provider.settingsFor(OURS) });
      caller = await makeCaller(api);
      await takeAway(proxy);
    });
    afterAll(async () => {
      await api.close();
      await proxy.stop();
      await testDatabase.drop();
    });

    it('every door that needs it says so and when to come again, and none lets anybody in', async () => {
      const needless = new Set([
        '/health/live',
        '/health/ready',
        '/.well-known/jwks.json',
        '/openapi.json',
        '/docs',
        '/docs/:asset',
      ]);
      const doors = api.app
        .get(Doors)
        .list()
        .filter(({ path }) => !needless.has(path));
      expect(doors.length).toBeGreaterThanOrEqual(20);
      // At once, while the session is still remembered, and after nothing is. What is remembered answers `GET /v1/me`
      // too, for as long as it lets the caller in anywhere.
      for (const waitMs of [0, MEMORY_MS]) {
        await sleep(waitMs);
        const answers = await Promise.all(doors.map((door) => knock(api, caller, door)));
        for (const [i, { method, path }] of doors.entries()) {
          const label = `${method} ${path}`;
          const answer = answers[i]!;
          const isRemembered = waitMs === 0 && label === 'GET /v1/me' && answer.status === 200;
          if (isRemembered) expect(answer.body).toMatchObject({ id: caller.user.id, email: caller.user.email });
          else expectUnavailable(label, answer);
        }
      }
    }, 60_000);

    it('what can be refused without it is refused, and what needs nothing is served', async () => {
      const { header, claims } = partsOf(caller.here.accessToken);
      const stranger = api.app.get(SigningKeys).current.privateKey;
      const expired = forge(
        header,
        { ...claims, exp: (claims.iat as number) + 1, iat: (claims.iat as number) - 5 },
        stranger,
      );
      await api.http.get('/v1/me').expect(401);
      await api.http.get('/v1/me').set('authorization', `Bearer ${caller.here.accessToken}x`).expect(401);
      await sleep(MEMORY_MS);
      await api.http.get('/v1/me').set('authorization', `Bearer ${expired}`).expect(401);
      await api.http.post('/v1/auth/refresh').send({ refreshToken: 'lkr_nonsense' }).expect(401);
      await api.http.get('/v1/me').set('authorization', 'Bearer lk_nonsense').expect(401);
      expectUnavailable('GET /v1/me', await api.http.get('/v1/me').set(...bearer(caller.key)));
      await api.http.get('/.well-known/jwks.json').expect(200);
    });

    it('a token of a key that another instance may have brought is not refused', async () => {
      const { header, claims } = partsOf(caller.here.accessToken);
      const { kid, privateKey } = signingKeyFrom(api.config.appSecret, 2);
      const answer = await api.http
        .get('/v1/me')
        .set('authorization', `Bearer ${forge({ ...header, kid }, claims, privateKey)}`);
      expectUnavailable('GET /v1/me', answer);
    });

    it('the process says that it lives and cannot serve', async () => {
      await api.http.get('/health/live').expect(200);
      const ready = await api.http.get('/health/ready').expect(503);
      expect(ready.body).toEqual({ status: 'down', checks: { database: 'down' } });
      expect(ready.headers).toMatchObject({ 'retry-after': '5', 'cache-control': 'no-store' });
    }, 30_000);

    it('and within 10 s of its return all goes on where it was, and nobody is signed out', async () => {
      await giveBack(proxy);
      const { user, here, renewing } = caller;
      const me = (tokens: TokenPairDto) => api.http.get('/v1/me').set(...bearer(tokens));
      const refresh = () => api.http.post('/v1/auth/refresh').send({ refreshToken: renewing.refreshToken });
      const login = () => api.http.post('/v1/auth/login').send({ email: user.email, password: PASSWORD });

      const times = await Promise.all([
        timeUntil(200, () => api.http.get('/health/ready')),
        timeUntil(200, () => me(here)),
        timeUntil(200, () => me(renewing)),
        timeUntil(200, refresh),
        timeUntil(200, login),
      ]);

      expect(Math.max(...times)).toBeLessThan(RECOVERY_MS);
    }, 60_000);
  });
}

function describeFile(): void {
  describe('while somebody else holds the database file', () => {
    let testDatabase: TestDatabase;
    let api: TestApp;
    let caller: Caller;
    let holder: InstanceType<typeof DatabaseSync>;

    beforeAll(async () => {
      testDatabase = await createTestDatabase();
      api = await startApp({ DATABASE_URL: testDatabase.url, ...provider.settingsFor(OURS) });
      caller = await makeCaller(api);
      holder = new DatabaseSync(testDatabase.url.replace(/^sqlite:/, ''));
      holder.exec('BEGIN EXCLUSIVE');
    });
    afterAll(async () => {
      holder.close();
      await api.close();
      await testDatabase.drop();
    });

    it('every door that writes says so and when to come again, and changes nothing', async () => {
      const writing = api.app
        .get(Doors)
        .list()
        // A token is looked at by POST, because it must not stand in an address.
        .filter(({ method, path }) => method !== 'GET' && path !== '/v1/auth/inspect-token');
      expect(writing.length).toBeGreaterThanOrEqual(10);
      const answers = await Promise.all(writing.map((door) => knock(api, caller, door)));
      for (const [i, { method, path }] of writing.entries()) expectUnavailable(`${method} ${path}`, answers[i]!);
      const rows = await api.database.query(
        'SELECT ended_at FROM sessions WHERE ended_at IS NOT NULL OR generation > 1',
      );
      expect(rows).toEqual([]);
    }, 60_000);

    it('reading goes on, also while somebody waits to write', async () => {
      let isOver = false;
      const writing = api.http
        .patch('/v1/me')
        .set(...bearer(caller.here))
        .send({ name: 'Somebody Else' })
        .then(({ status }) => {
          isOver = true;
          return status;
        });
      await sleep(100);
      await api.http.get('/v1/users').set(...bearer(caller.here)).expect(200); // prettier-ignore
      expect(isOver).toBe(false);
      expect(await writing).toBe(503);
      await api.http.get('/health/ready').expect(200);
      await api.http.get('/v1/me').set(...bearer(caller.here)).expect(200); // prettier-ignore
      await api.http.get('/v1/users').set(...bearer(caller.here)).expect(200); // prettier-ignore
      // Its use cannot be noted now, and nobody waits for that.
      const asked = performance.now();
      await api.http.get('/v1/users').set(...bearer(caller.key)).expect(200); // prettier-ignore
      expect(performance.now() - asked).toBeLessThan(1_000);
      await api.http.get('/v1/users').expect(401);
    });

    it('and once it is free all goes on where it was, and nobody is signed out', async () => {
      holder.exec('ROLLBACK');
      const { user, here, renewing, leaving } = caller;
      for (const tokens of [here, renewing, leaving]) {
        await api.http.get('/v1/me').set(...bearer(tokens)).expect(200); // prettier-ignore
        const { refreshToken } = tokens;
        expect(await timeUntil(200, () => api.http.post('/v1/auth/refresh').send({ refreshToken }))).toBeLessThan(
          RECOVERY_MS,
        );
      }
      await signIn(api, user);
    });
  });
}
