import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { DatabaseSync } from '@photostructure/sqlite';
import type { Response } from 'supertest';
import type { TokenPairDto } from '../src/auth/auth.dto';
import { ApiProcess } from './api-process';
import { createTestDatabase, type TestDatabase } from './test-database';

const ADMIN = { email: 'root@example.com', password: 'a phrase for the first administrator' };

/** Each test starts processes, some of them several. */
jest.setTimeout(90_000);

let dataDir: string;
let database: TestDatabase;
let env: Record<string, string>;
const started: ApiProcess[] = [];

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'latchkey-process-'));
  database = await createTestDatabase();
  env = {
    NODE_ENV: 'test',
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    LOG_LEVEL: 'trace',
  };
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((api) => api.end('SIGKILL')));
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(changes: Record<string, string> = {}): Promise<ApiProcess> {
  const api = await ApiProcess.start({ ...env, ...changes });
  started.push(api);
  return api;
}

const login = (api: ApiProcess, password = ADMIN.password) =>
  api.http.post('/v1/auth/login').send({ email: ADMIN.email, password });
const signIn = async (api: ApiProcess) => (await login(api).expect(200)).body as TokenPairDto;
const refresh = (api: ApiProcess, { refreshToken }: TokenPairDto) =>
  api.http.post('/v1/auth/refresh').send({ refreshToken });
const me = (api: ApiProcess, { accessToken }: TokenPairDto) =>
  api.http.get('/v1/me').set('authorization', `Bearer ${accessToken}`);

describe('the process', () => {
  it('ends with one sentence that names the setting and not its value, when it cannot start', async () => {
    const secret = randomBytes(48).toString('base64');
    const short = 'short-but-secret';
    const production = { ...env, NODE_ENV: 'production', WEB_URL: 'https://a.example', WEB_CLIENT_SECRET: secret };
    const cases: [Record<string, string>, RegExp][] = [
      [production, /^APP_SECRET is missing\. Set it to 32 random bytes/],
      [{ ...production, APP_SECRET: short }, /^APP_SECRET is shorter than 32 bytes\. Make one/],
      [{ ...production, APP_SECRET: secret }, /^WEB_CLIENT_SECRET and APP_SECRET hold one value\./],
    ];
    for (const [settings, sentence] of cases) {
      const { code, errors, output } = await ApiProcess.run(settings);
      expect([code, errors, output]).toEqual([1, [expect.stringMatching(sentence)], []]);
      expect(errors[0]).not.toContain(secret);
      expect(errors[0]).not.toContain(short);
    }
  });

  it('says which port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, errors } = await ApiProcess.run({ ...env, API_PORT: String(port) });
    expect([code, errors[0]]).toEqual([
      1,
      expect.stringMatching(new RegExp(`^API_PORT ${port} is taken\\. Stop what uses it`)),
    ]);
    server.close();
  });

  describe('asked to end', () => {
    /** Opens a connection and sends this on it, and then nothing more. */
    const open = async ({ address }: ApiProcess, text: string) => {
      const socket = connect(Number(new URL(address).port), '127.0.0.1');
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      socket.write(text);
      return socket;
    };

    it.each(['SIGTERM', 'SIGINT'] as const)('by %s answers what is on its way and ends', async (signal) => {
      const api = await start();
      const silent = await open(api, '');
      const idle = await open(api, 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
      await once(idle, 'data');
      const body = JSON.stringify(ADMIN);
      const headers = { 'content-type': 'application/json', 'content-length': body.length };
      const onItsWay = request(`${api.address}/v1/auth/login`, { method: 'POST', headers });
      const answered = once(onItsWay, 'response') as Promise<[IncomingMessage]>;
      onItsWay.write(body.slice(0, 10));
      await new Promise((resolve) => setTimeout(resolve, 200));

      const asked = performance.now();
      const ended = api.end(signal);
      await new Promise((resolve) => setTimeout(resolve, 200));
      onItsWay.end(body.slice(10));

      const [answer] = await answered;
      expect(answer.statusCode).toBe(200);
      answer.resume();
      await ended;
      expect(performance.now() - asked).toBeLessThan(5_000);
      for (const socket of [silent, idle]) socket.destroy();
    });

    it('ends within 8 s although somebody never finishes a request', async () => {
      const api = await start();
      const slow = await open(api, 'GET /health/live HTTP/1.1\r\nHost: x\r\n');
      await new Promise((resolve) => setTimeout(resolve, 200));
      const asked = performance.now();
      await api.end('SIGTERM');
      expect(performance.now() - asked).toBeLessThan(8_000);
      slow.destroy();
    });
  });

  it('killed at once keeps what it acknowledged, and lets nothing live that had ended', async () => {
    let api = await start();
    const staying = await signIn(api);
    const renewed = await signIn(api);
    const leaving = await signIn(api);
    await me(api, leaving).expect(200);
    const next = (await refresh(api, renewed).expect(200)).body as TokenPairDto;
    await me(api, next).expect(200);
    await api.http.post('/v1/auth/logout').send({ refreshToken: leaving.refreshToken }).expect(204);
    await api.end('SIGKILL');

    api = await start();

    await me(api, leaving).expect(401);
    await refresh(api, leaving).expect(401);
    await me(api, staying).expect(200);
    await me(api, next).expect(200);
    // Sent again inside the window: the same successor, from a process that never gave it out.
    const again = (await refresh(api, renewed).expect(200)).body as TokenPairDto;
    expect(again.refreshToken).toBe(next.refreshToken);
    await refresh(api, next).expect(200);
  });
});

describe('the log', () => {
  /** Text that would be found wherever it went. */
  const canary = (name: string) => `canary-${name}-${randomBytes(8).toString('hex')}`;

  it('holds no token, password, cookie, header, query or body, whatever happens', async () => {
    const api = await start();
    const pair = await signIn(api);
    const renewed = (await refresh(api, pair).expect(200)).body as TokenPairDto;
    const [wrong, cookie, query, body, header, title, path, bearer] = ['wrong', 'cookie', 'query', 'body', 'header', 'title', 'path', 'bearer'].map(canary) as [string, string, string, string, string, string, string, string]; // prettier-ignore
    const authorization = `Bearer ${renewed.accessToken}`;
    const headers = {
      cookie: `token=${cookie}`,
      'user-agent': header,
      referer: `https://x/?${header}`,
      'x-web-client': `${header}.x`,
    };
    const statusOf = async (answer: PromiseLike<Response>) => (await answer).status;

    const statuses = [
      await statusOf(login(api, wrong).set(headers)),
      await statusOf(api.http.post('/v1/auth/login').send({ email: `${body}@example.com`, password: wrong })),
      await statusOf(api.http.post('/v1/auth/login').send({ email: ADMIN.email, password: wrong, [body]: body })),
      await statusOf(
        api.http.post('/v1/auth/login').set('content-type', 'application/json').send(`{"password":"${body}`),
      ),
      await statusOf(api.http.post('/v1/auth/login').set('content-type', `text/${header}`).send(body)),
      await statusOf(api.http.post('/v1/auth/refresh').send({ refreshToken: `lkr_${wrong}` })),
      await statusOf(api.http.get(`/v1/me?access_token=${query}`).set({ ...headers, authorization })),
      await statusOf(api.http.get(`/v1/users?search=${query}`).set({ ...headers, authorization })),
      await statusOf(api.http.get(`/v1/users?search=${query}&search=${query}`).set({ ...headers, authorization })),
      await statusOf(api.http.get('/v1/me').set({ authorization: `Bearer ${bearer}` })),
      await statusOf(api.http.get('/v1/me').set({ authorization: `Basic ${bearer}` })),
      await statusOf(api.http.get(`/v1/${path}?${query}`).set({ authorization })),
      await statusOf(api.http.get(`/v1/${path}%E0%A4%A`).set({ authorization })),
      await statusOf(api.http.get(`/v1/resources/${path}`).set({ authorization })),
      await statusOf(api.http.post('/v1/resources').set({ authorization }).send({ title, body })),
      await statusOf(
        api.http
          .post('/v1/me/password')
          .set({ authorization })
          .send({ currentPassword: wrong, newPassword: `${body} ${wrong}` }),
      ),
      await statusOf(api.http.post('/v1/auth/logout').send({ refreshToken: renewed.refreshToken })),
    ];
    expect(statuses).toEqual([401, 401, 422, 400, 415, 401, 422, 200, 422, 401, 401, 404, 400, 404, 201, 422, 204]);
    await api.end('SIGTERM');

    const text = [...api.output, ...api.errors].join('\n');
    expect(text).not.toContain('canary');
    for (const tokens of [pair, renewed]) {
      for (const part of [tokens.refreshToken, ...tokens.accessToken.split('.').slice(1)])
        expect(text).not.toContain(part);
    }
    expect(text).not.toContain(ADMIN.password);
    expect(text).not.toContain(ADMIN.email);
    // It is not silent either: each of them is there, by its pattern.
    const requests = api.log.filter(({ msg }) => msg === 'request');
    expect(requests.length).toBeGreaterThanOrEqual(statuses.length);
    expect(requests).toContainEqual(
      expect.objectContaining({
        method: 'GET',
        route: '/v1/users',
        status: 200,
        userId: pair.user.id,
        reqId: expect.any(String) as string,
      }),
    );
    const fields = [
      'level',
      'time',
      'service',
      'reqId',
      'method',
      'route',
      'status',
      'durationMs',
      'userId',
      'sessionId',
      'msg',
    ];
    for (const entry of requests) expect(fields).toEqual(expect.arrayContaining(Object.keys(entry)));
  });

  it('stays one event a line, whatever line breaks are sent', async () => {
    const api = await start();
    const forged = '%0d%0a{"level":60,"msg":"forged"}';
    await api.http.get(`/v1/${forged}?${forged}`).set('user-agent', '{"level":60}');
    await api.http.post('/v1/auth/login').send({ email: '\r\n{"level":60,"msg":"forged"}', password: '\n' });
    await api.http.get('/v1/me').set('x-request-id', 'x"}{"level":60,"msg":"forged"}');
    await api.end('SIGTERM');
    expect(() => api.log).not.toThrow();
    expect(api.log.filter(({ level, msg }) => level === 60 || msg === 'forged')).toEqual([]);
  });

  it('tells of a failed statement where it failed, and neither statement nor values; the caller learns nothing', async () => {
    const api = await start();
    const pair = await signIn(api);
    const title = canary('title');
    await onDatabase(database.url, 'DROP TABLE resources');

    const answer = await api.http
      .post('/v1/resources')
      .set('authorization', `Bearer ${pair.accessToken}`)
      .send({ title });
    const list = await api.http.get('/v1/resources').set('authorization', `Bearer ${pair.accessToken}`);

    for (const { status, body } of [answer, list]) {
      expect([status, body]).toMatchObject([
        500,
        { code: 'internal_error', title: 'Something went wrong here. Try again.' },
      ]);
      expect(Object.keys(body as object).toSorted()).toEqual(['code', 'requestId', 'status', 'title', 'type']);
    }
    await api.end('SIGTERM');
    const failures = api.log.filter(({ msg }) => msg === 'request failed');
    expect(failures).toHaveLength(2);
    expect(failures[0]).toMatchObject({
      level: 50,
      code: 'internal_error',
      err: { stack: expect.stringContaining('    at ') as string },
    });
    expect(failures.map(({ reqId }) => reqId)).toEqual([answer.headers['x-request-id'], list.headers['x-request-id']]);
    const text = failures.map((line) => JSON.stringify(line)).join('\n');
    expect(text).not.toContain(title);
    expect(text).not.toMatch(/INSERT|SELECT/);
  });

  it('tells of a replayed token whose session it ended, and not the token', async () => {
    const api = await start({ REFRESH_RETRY_SECONDS: '0' });
    const pair = await signIn(api);
    const next = (await refresh(api, pair).expect(200)).body as TokenPairDto;
    await refresh(api, pair).expect(401);
    await api.end('SIGTERM');
    expect(api.log).toContainEqual(
      expect.objectContaining({
        level: 40,
        event: 'refresh_token_replayed',
        generation: 1,
        sessionId: expect.any(String) as string,
      }),
    );
    const text = api.output.join('\n');
    for (const { refreshToken } of [pair, next]) expect(text).not.toContain(refreshToken.slice(20));
  });
});

/** One statement from outside, as an operator might do in an unlucky hour. */
async function onDatabase(url: string, sql: string): Promise<void> {
  if (url.startsWith('sqlite:')) {
    const file = new DatabaseSync(url.slice('sqlite:'.length), { timeout: 5_000 });
    file.exec(sql);
    file.close();
    return;
  }
  const connection = await createConnection(url);
  await connection.query(sql);
  await connection.end();
}
