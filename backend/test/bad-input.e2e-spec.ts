import { connect } from 'node:net';
import { Doors } from '../src/access/doors';
import { bearer, signedInUser } from './builders';
import { startApp, type TestApp } from './start-app';
import type { TokenPairDto } from '../src/auth/auth.dto';

const NOBODY = '01890000-0000-7000-8000-000000000000';

/** Values that have broken a parser, a driver or a comparison somewhere. */
const NASTY: unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  1.5,
  '',
  ' ',
  '\u0000',
  '\ud800',
  "' OR 1=1 --",
  '%',
  '../../etc/passwd',
  'x'.repeat(50_000),
  [],
  {},
  ['a'],
  { $ne: null },
  { toString: 'x' },
  [[[['deep']]]],
];

describe('bad input', () => {
  let api: TestApp;
  let admin: TokenPairDto;

  beforeAll(async () => {
    api = await startApp();
    admin = (await signedInUser(api, { role: 'ADMIN' })).tokens;
  });
  afterAll(() => api.close());

  const post = (body: string | Buffer, type = 'application/json') =>
    api.http
      .post('/v1/resources')
      .set(...bearer(admin))
      .set('content-type', type)
      .send(body);

  const expectProblem = (
    answer: { status: number; body: { code?: string }; headers: Record<string, string> },
    status: number,
    code: string,
  ) => {
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.headers['x-request-id']).toBeTruthy();
  };

  it.each([
    ['not JSON', '{"title":'],
    ['an array', '[]'],
    ['a string', '"title"'],
    ['nothing', ''],
    ['33 levels', `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`],
    ['100,000 levels', '['.repeat(100_000)],
    ['__proto__', '{"title":"x","__proto__":{"admin":true}}'],
    ['constructor', '{"title":"x","constructor":{"prototype":{}}}'],
    ['1,001 keys', `{${Array.from({ length: 1001 }, (_, i) => `"k${i}":1`).join(',')}}`],
    ['NaN', '{"title":NaN}'],
  ])('refuses %s with 400', async (_, body) => {
    expectProblem(await post(body), 400, 'malformed_request');
  });

  it('refuses what is not UTF-8 with 400', async () => {
    const body = Buffer.concat([Buffer.from('{"title":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    const answer = await fetch(`${api.url}/v1/resources`, {
      method: 'POST',
      headers: { authorization: `Bearer ${admin.accessToken}`, 'content-type': 'application/json' },
      body,
    });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, 'malformed_request']);
  });

  it('refuses a body over 100 KiB with 413', async () => {
    expectProblem(await post(JSON.stringify({ title: 'x'.repeat(101 * 1024) })), 413, 'payload_too_large');
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/json; charset=latin1',
    'application/json+x',
  ])('refuses %s with 415', async (type) => {
    expectProblem(await post('{"title":"x"}', type), 415, 'unsupported_media_type');
  });

  it('takes JSON with a charset parameter in any case', async () => {
    await post('{"title":"x"}', 'Application/JSON; charset=UTF-8').expect(201);
  });

  it('refuses unknown fields in body and query with 422 and names them', async () => {
    const body = await post(JSON.stringify({ title: 'x', ownerId: NOBODY }));
    expectProblem(body, 422, 'validation_failed');
    expect(body.body.errors).toEqual([
      { field: 'ownerId', code: 'unknown_field', message: 'This field is not known here.' },
    ]);
    const query = await api.http.get('/v1/resources?page=2').set(...bearer(admin));
    expectProblem(query, 422, 'validation_failed');
    expect(query.body.errors).toMatchObject([{ field: 'page', code: 'unknown_field' }]);
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=1e1',
    'limit=%2010',
    'limit=',
    'sort=password',
    'sort=__proto__',
    'cursor=x',
    'cursor=W10',
    'limit=1&limit=2',
    'search[a]=b',
    'owner=you',
  ])('refuses the query %s with 422', async (query) => {
    expectProblem(await api.http.get(`/v1/resources?${query}`).set(...bearer(admin)), 422, 'validation_failed');
  });

  it('answers another method at a known path with 405 and says which there are', async () => {
    const answer = await api.http
      .put('/v1/me')
      .set(...bearer(admin))
      .send({});
    expectProblem(answer, 405, 'method_not_allowed');
    expect(answer.headers.allow).toBe('GET, PATCH, DELETE, HEAD');
  });

  it.each(['/V1/me', '/v1/me/', '/v1//me', '/v1/me/nothing', '/v1', '/', '/v1/users/../me%2f'])(
    'answers the path %s with 404',
    async (path) => {
      const answer = await fetch(`${api.url}${path}`, { headers: { authorization: `Bearer ${admin.accessToken}` } });
      expect([path, answer.status]).toEqual([path, 404]);
      expect(((await answer.json()) as { code: string }).code).toBe('not_found');
    },
  );

  it.each(['not-a-uuid', '0', NOBODY.toUpperCase(), `${NOBODY}%00`, '%27%20OR%201=1', 'x'.repeat(300)])(
    'answers the id %s like a missing one',
    async (id) => {
      for (const path of ['/v1/users/', '/v1/resources/']) {
        const answer = await api.http.get(`${path}${id}`).set(...bearer(admin));
        expect([404, 414]).toContain(answer.status);
      }
    },
  );

  it('never answers 500, whatever stands in whatever field at whatever door', async () => {
    const fields = [
      'email',
      'password',
      'refreshToken',
      'name',
      'title',
      'body',
      'visibility',
      'role',
      'disabled',
      'currentPassword',
      'newPassword',
    ];
    const doors = api.app
      .get(Doors)
      .list()
      .filter(({ method, path }) => method !== 'GET' && path !== '/v1/auth/logout-all');
    for (const { method, path } of doors) {
      const address = path.replace(/:[a-z]+/gi, NOBODY);
      for (const value of NASTY) {
        const body = Object.fromEntries(fields.map((field) => [field, value]));
        const answers = [
          await api.http[method.toLowerCase() as 'post'](address)
            .set(...bearer(admin))
            .send(body),
          ...(await Promise.all(
            fields.map((field) =>
              api.http[method.toLowerCase() as 'post'](address)
                .set(...bearer(admin))
                .send({ [field]: value }),
            ),
          )),
        ];
        for (const answer of answers)
          expect([method, path, value, answer.status < 500]).toEqual([method, path, value, true]);
      }
    }
  }, 120_000);

  it('never answers 500 to a nasty query, and echoes none of it', async () => {
    for (const path of ['/v1/users', '/v1/resources']) {
      for (const name of ['search', 'sort', 'cursor', 'limit', 'role', 'status', 'owner']) {
        for (const value of ['%00', '%ED%A0%80', "'%20OR%201=1--", '%25%5F!', 'x'.repeat(2000), '__proto__', 'null']) {
          const answer = await api.http.get(`${path}?${name}=${value}`).set(...bearer(admin));
          expect([path, name, value, [200, 422].includes(answer.status)]).toEqual([path, name, value, true]);
          if (answer.status === 422) expect(answer.text).not.toContain(asInJson(value));
        }
      }
    }
  });

  it('answers what is not HTTP with 400 and closes', async () => {
    const { port } = new URL(api.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"malformed_request"');
  });

  it('answers headers that are too large with 431', async () => {
    const answer = await fetch(`${api.url}/v1/me`, { headers: { 'x-large': 'x'.repeat(20_000) } });
    expect(answer.status).toBe(431);
  });
});

/** What an answer would contain that repeated this part of the address. */
function asInJson(sent: string): string {
  const text = sent.startsWith('%ED') ? sent : decodeURIComponent(sent);
  return JSON.stringify(text.slice(0, 40)).slice(1, -1);
}
