import { connect } from 'node:net';
import type { Server } from 'node:http';
import type { Response } from 'supertest';
import type { TokenPairDto } from '../src/auth/auth.dto';
import { Doors } from '../src/access/doors';
import { bearer, makeUser, PASSWORD, signedInUser } from './builders';
import { requestsOf } from './requests';
import { startApp, type TestApp } from './start-app';

const NOBODY = '01890000-0000-7000-8000-000000000000';
const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-request-id': expect.stringMatching(/^[\w-]{8,64}$/) as string,
};

/** Sends bytes as they are. @returns everything that comes back until the server closes */
function raw({ url }: TestApp, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

/** Headers of a raw answer. */
function headersOf(answer: string): Record<string, string> {
  const lines = answer.split('\r\n\r\n', 1)[0]!.split('\r\n').slice(1);
  return Object.fromEntries(
    lines.map((line) => [line.split(':', 1)[0]!.toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
}

describe('the edge of the API', () => {
  let api: TestApp;
  let tokens: TokenPairDto;

  beforeAll(async () => {
    api = await startApp();
    ({ tokens } = await signedInUser(api, { role: 'ADMIN' }));
  });
  afterAll(() => api.close());

  const authorized = (method: string, path: string) =>
    api.http[method.toLowerCase() as 'get'](path).set(...bearer(tokens));

  describe('puts its headers', () => {
    it('on every kind of answer, the refusals included', async () => {
      const answers: Response[] = [
        await authorized('get', '/v1/me'),
        await api.http.get('/v1/me'),
        await authorized('get', `/v1/users/${NOBODY}`),
        await api.http.get('/nowhere'),
        await api.http.put('/v1/me'),
        await api.http.post('/v1/auth/login').send({}),
        await api.http.post('/v1/auth/login').set('content-type', 'text/plain').send('x'),
        await api.http.post('/v1/auth/login').set('content-type', 'application/json').send('{'),
        await api.http.get('/v1/me?a=1&a=2'),
        await api.http.get('/v1/%E0%A4%A'),
        await api.http.options('/v1/me'),
        await api.http.head('/v1/me'),
        await api.http.get('/health/live'),
        await api.http.get('/health/ready'),
        await api.http.get('/openapi.json'),
      ];
      const statuses = answers.map(({ status }) => status);
      expect(statuses).toEqual([200, 401, 404, 404, 405, 422, 415, 400, 422, 400, 405, 401, 200, 200, 200]);
      for (const answer of answers) expect(answer.headers).toMatchObject(SECURITY_HEADERS);
    });

    it('also where no request could be read', async () => {
      const nonsense = headersOf(await raw(api, 'NONSENSE\r\n\r\n'));
      const large = headersOf(await raw(api, `GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`));
      for (const headers of [nonsense, large]) {
        expect(headers).toMatchObject({
          ...SECURITY_HEADERS,
          'content-type': 'application/problem+json; charset=utf-8',
        });
      }
    });

    it('and no-store also when the address is sent as a whole', async () => {
      const request = `GET ${api.url}/v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${tokens.accessToken}\r\nConnection: close\r\n\r\n`;
      const answer = await raw(api, request);
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      expect(headersOf(answer)).toMatchObject(SECURITY_HEADERS);
      const other = await raw(api, request.replace('GET', 'PUT').replace('Host', 'Content-Length: 0\r\nHost'));
      expect(other).toMatch(/^HTTP\/1\.1 405 /);
      expect(headersOf(other)).toMatchObject({ allow: 'GET, PATCH, DELETE, HEAD' });
    });

    it('lets caches keep the public keys alone', async () => {
      for (const { method, path, rule } of api.app.get(Doors).list()) {
        if (method !== 'GET' || rule.kind !== 'public') continue;
        const { headers } = await api.http.get(path.replace(':asset', 'swagger-ui.css'));
        const expected = path === '/.well-known/jwks.json' ? 'public, max-age=300' : 'no-store';
        expect([path, headers['cache-control']]).toEqual([path, expected]);
      }
    });

    it('asks browsers for https only where there is https', async () => {
      const { headers } = await api.http.get('/health/live');
      expect(headers).not.toHaveProperty('strict-transport-security');
      expect(headers).not.toHaveProperty('x-powered-by');
      expect(headers).not.toHaveProperty('server');
    });

    it('gives no cookie, and reads none', async () => {
      const { email } = await makeUser(api);
      const login = await api.http.post('/v1/auth/login').send({ email, password: PASSWORD }).expect(200);
      expect(login.headers).not.toHaveProperty('set-cookie');
    });
  });

  it('gives back a request id that has the form of one, and makes one otherwise', async () => {
    const idOf = async (given: string) =>
      (await api.http.get('/health/live').set('x-request-id', given)).headers['x-request-id'];
    expect(await idOf('0a1b2c3d-trace_7')).toBe('0a1b2c3d-trace_7');
    for (const other of ['short', 'x'.repeat(65), 'with blank here', '<script>alert</script>', '12345678;drop']) {
      expect(await idOf(other)).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    }
    const problem = await api.http.get('/v1/me').set('x-request-id', 'my-request-1');
    expect(problem.body).toMatchObject({ requestId: 'my-request-1' });
  });

  describe('knows methods', () => {
    it('and answers every other one at a known path with 405 and those there are, before it asks who is calling', async () => {
      const doors = api.app.get(Doors).list();
      const methodsByPath = groupByPath(doors);
      for (const [path, here] of methodsByPath) {
        const methods: string[] = here.map(({ method }) => method);
        if (methods.includes('GET')) methods.push('HEAD');
        for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']) {
          if (methods.includes(method)) continue;
          const answer = await raw(
            api,
            `${method} ${path.replace(/:\w+/g, NOBODY)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
          );
          const { allow } = headersOf(answer);
          // A parameter may stand for a word that has a door of its own beside it.
          expect([
            method,
            path,
            answer.slice(9, 12),
            methods.every((each) => allow?.split(', ').includes(each)),
          ]).toEqual([method, path, '405', true]);
        }
      }
    });

    it('and takes no header for one', async () => {
      const answer = await api.http
        .post('/v1/me')
        .set(...bearer(tokens))
        .set('x-http-method-override', 'GET')
        .set('x-method-override', 'GET');
      expect(answer.status).toBe(405);
    });

    it('and answers HEAD like GET, without a body and no more open', async () => {
      await api.http.head('/v1/me').expect(401);
      const head = await authorized('head', '/v1/me').expect(200);
      expect(head.text ?? '').toBe('');
      await api.http.head('/v1/users').set(...bearer((await signedInUser(api)).tokens)).expect(403); // prettier-ignore
    });

    it('and says which there are when asked by OPTIONS, to nobody in particular', async () => {
      const answer = await api.http
        .options('/v1/me')
        .set('origin', 'https://app.example')
        .set('access-control-request-method', 'PATCH');
      expect(answer.status).toBe(405);
      expect(answer.headers.allow).toBe('GET, PATCH, DELETE, HEAD');
    });
  });

  describe('refuses what a door does not take', () => {
    it('by name, where a door takes no parameters or no fields', async () => {
      const doors = api.app.get(Doors).list();
      const withoutQuery = doors.filter(
        ({ method, path }) => !(method === 'GET' && /^\/v1\/(users|resources)$/.test(path)),
      );
      for (const { method, path } of withoutQuery) {
        const answer = await authorized(method, `${path.replace(/:\w+/g, NOBODY)}?surprise=1`);
        const { errors } = answer.body as { errors?: unknown[] };
        const expected = [{ field: 'surprise', code: 'unknown_field', message: 'This field is not known here.' }];
        expect([method, path, answer.status, errors]).toEqual([method, path, 422, expected]);
      }
      for (const [method, path] of [
        ['post', '/v1/auth/logout-all'],
        ['delete', `/v1/resources/${NOBODY}`],
        ['delete', `/v1/users/${NOBODY}/sessions`],
      ] as const) {
        // prettier-ignore
        const answer = await authorized(method, path).send({ surprise: 1 });
        expect([path, answer.status, answer.body.errors]).toMatchObject([path, 422, [{ field: 'surprise' }]]);
      }
      await authorized('get', '/v1/me').expect(200);
    });

    it('after it has asked who is calling', async () => {
      await api.http.get('/v1/me?surprise=1').expect(401);
      const { tokens: others } = await signedInUser(api);
      await requestsOf(api, others).get('/v1/roles?surprise=1').expect(403);
    });
  });

  it('waits for nobody for ever', () => {
    const server: Server & { connectionsCheckingInterval?: number } = api.app.getHttpServer();
    expect(server.headersTimeout).toBe(10_000);
    expect(server.requestTimeout).toBe(15_000);
    expect(server.keepAliveTimeout).toBe(65_000);
    // Node looks for the slow only every 30 s unless told otherwise.
    expect(server.connectionsCheckingInterval).toBe(2_000);
  });
});

describe('CORS', () => {
  const ORIGIN = 'https://app.example';
  const preflight = (api: TestApp, origin: string, path = '/v1/me') =>
    api.http
      .options(path)
      .set('origin', origin)
      .set('access-control-request-method', 'PATCH')
      .set('access-control-request-headers', 'authorization, content-type, x-evil');
  const corsHeaders = ({ headers }: Response) =>
    Object.keys(headers as object).filter((name) => name.startsWith('access-control-'));

  it('is off unless origins are set', async () => {
    const api = await startApp();
    for (const answer of [await preflight(api, ORIGIN), await api.http.get('/health/live').set('origin', ORIGIN)]) {
      expect(corsHeaders(answer)).toEqual([]);
    }
    await api.close();
  });

  describe('with origins', () => {
    let api: TestApp;
    beforeAll(async () => {
      api = await startApp({ CORS_ORIGINS: `${ORIGIN}, http://localhost:5173`, WEB_URL: 'https://accounts.example' });
    });
    afterAll(() => api.close());

    it('lets these read answers, refusals included, and never with credentials', async () => {
      for (const origin of [ORIGIN, 'http://localhost:5173']) {
        const answers = [
          await api.http.get('/health/live').set('origin', origin).expect(200),
          await api.http.get('/v1/me').set('origin', origin).expect(401),
          await api.http.get('/nowhere').set('origin', origin).expect(404),
          await api.http.get('/v1/me?a=1&a=2').set('origin', origin).expect(422),
          await api.http
            .post('/v1/auth/login')
            .set('origin', origin)
            .set('content-type', 'text/plain')
            .send('x')
            .expect(415),
        ];
        for (const answer of answers) {
          expect(answer.headers).toMatchObject({
            ...SECURITY_HEADERS,
            'access-control-allow-origin': origin,
            vary: 'Origin',
          });
          expect(answer.headers['access-control-expose-headers']).toBe(
            'ETag, Location, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, X-Request-Id',
          );
          expect(corsHeaders(answer)).not.toContain('access-control-allow-credentials');
        }
      }
    });

    it('tells them beforehand what they may send', async () => {
      for (const path of ['/v1/me', '/v1/users', '/nowhere']) {
        const answer = await preflight(api, ORIGIN, path).expect(204);
        expect(answer.headers).toMatchObject({
          ...SECURITY_HEADERS,
          'access-control-allow-origin': ORIGIN,
          'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
          'access-control-allow-headers': 'Authorization, Content-Type, Idempotency-Key, If-Match, X-Request-Id',
          'access-control-max-age': '600',
          'strict-transport-security': 'max-age=31536000',
          vary: 'Origin',
        });
        expect(corsHeaders(answer)).not.toContain('access-control-allow-credentials');
      }
    });

    it.each([
      'https://app.example.evil.com',
      'https://evil-app.example',
      'https://app.example:8443',
      'http://app.example',
      'https://APP.example',
      'https://app.example/',
      'null',
      '*',
      '',
    ])('lets %j read nothing, and tells caches apart', async (origin) => {
      for (const answer of [await api.http.get('/health/live').set('origin', origin), await preflight(api, origin)]) {
        expect(corsHeaders(answer)).toEqual([]);
        expect(answer.headers.vary).toBe('Origin');
      }
      expect((await preflight(api, origin)).status).toBe(405);
    });

    it('changes nothing for those who are no browsers', async () => {
      const answer = await api.http.options('/v1/me').set('origin', ORIGIN);
      expect([answer.status, answer.body.code]).toEqual([405, 'method_not_allowed']);
      await api.http.get('/health/live').expect(200);
    });
  });
});

describe('production', () => {
  const production = {
    NODE_ENV: 'production',
    APP_SECRET: 'q3T8vXw1Zk5Lr0Ny7Bs2Hd9Jf4Mg6Pc+AeUiOoSx',
    WEB_CLIENT_SECRET: 'L0xT5mVb8Rq2Wz7Yk4Nc1Hs9Dg6Jf3Pa+EiUoQy',
    WEB_URL: 'https://accounts.example',
  };

  it('has the doors of every other installation, with the same rules, and no more', async () => {
    // One after the other: passport knows one application at a time.
    const doorsWith = async (settings: Record<string, string>) => {
      const api = await startApp(settings);
      const doors = [...api.app.get(Doors).list()];
      await api.close();
      return doors;
    };
    const doors = await doorsWith(production);
    expect(doors.length).toBeGreaterThan(50);
    expect(doors).toEqual(await doorsWith({}));
  });

  it('shows the contract only when that is set', async () => {
    const closed = await startApp(production);
    for (const path of ['/openapi.json', '/docs', '/docs/start.js', '/docs/page.css', '/docs/swagger-ui.css'])
      await closed.http.get(path).expect(404);
    const live = await closed.http.get('/health/live').expect(200);
    expect(live.headers['strict-transport-security']).toBe('max-age=31536000');
    await closed.close();

    const open = await startApp({ ...production, API_DOCS: 'true' });
    for (const path of ['/openapi.json', '/docs', '/docs/start.js', '/docs/page.css', '/docs/swagger-ui.css'])
      await open.http.get(path).expect(200);
    for (const path of ['/docs/package.json', '/docs/..%2fpackage.json', '/docs/constructor', '/docs/index.html']) {
      await open.http.get(path).expect(404);
    }
    await open.close();
  });
});

function groupByPath<Door extends { path: string }>(doors: readonly Door[]): Map<string, Door[]> {
  const groups = new Map<string, Door[]>();
  for (const door of doors) groups.set(door.path, [...(groups.get(door.path) ?? []), door]);
  return groups;
}
