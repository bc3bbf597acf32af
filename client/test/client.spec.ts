import { randomUUID } from 'node:crypto';
import { makeKey, PASSWORD, signedInUser, type TestUser } from '../../backend/test/builders.ts';
import { startApp, type TestApp } from '../../backend/test/start-app.ts';
import { bearer, type Client, type ClientOptions, createClient, Problem, Unavailable } from '../src/index.ts';

let api: TestApp;

beforeAll(async () => {
  api = await startApp();
});
afterAll(() => api.close());

/** The way to the API, and what can go wrong on it. */
class Line {
  readonly seen: { method: string; path: string; key: string | null }[] = [];
  /** Answers that get lost, one each: the API has done what was asked for. */
  lost = 0;
  /** Requests that never arrive. */
  dropped = 0;
  /** Answers of something in between. */
  readonly instead: Response[] = [];

  readonly fetch = async (request: Request): Promise<Response> => {
    const { method, url, headers } = request;
    this.seen.push({ method, path: new URL(url).pathname, key: headers.get('idempotency-key') });
    if (this.dropped-- > 0) throw new TypeError('fetch failed');
    const other = this.instead.shift();
    if (other) return other;
    const answer = await fetch(request);
    if (this.lost-- <= 0) return answer;
    await answer.text();
    throw new TypeError('terminated');
  };
}

async function somebody(options: Partial<ClientOptions> = {}): Promise<{ user: TestUser; line: Line; client: Client }> {
  const { user, tokens } = await signedInUser(api);
  const { accessToken } = await makeKey(api, tokens, [
    'resources:read',
    'resources:create',
    'resources:update',
    'resources:delete',
  ]);
  const line = new Line();
  const auth = bearer(accessToken);
  return { user, line, client: createClient({ url: api.url, auth, fetch: line.fetch, ...options }) };
}

const failure = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a call', () => {
  it('answers with what the API has', async () => {
    const { client, user } = await somebody();
    await expect(client.get('/v1/me')).resolves.toMatchObject({ id: user.id, email: user.email });
    const made = await client.post('/v1/resources', { body: { title: 'One' } });
    const header = { 'If-Match': `"${made.version}"` };
    const changed = await client.patch('/v1/resources/{id}', { path: { id: made.id }, header, body: { title: 'Two' } });
    expect(changed).toMatchObject({ id: made.id, title: 'Two', version: 2 });
    await expect(client.delete('/v1/resources/{id}', { path: { id: made.id } })).resolves.toBeUndefined();
  });

  it('throws what the API refuses, in its words', async () => {
    const { client } = await somebody();
    const missing = await failure(client.get('/v1/resources/{id}', { path: { id: randomUUID() } }));
    expect(missing).toBeInstanceOf(Problem);
    expect(missing).toMatchObject({
      status: 404,
      code: 'not_found',
      requestId: expect.stringMatching(/^[\w-]+$/) as string,
    });
    const invalid = (await failure(client.post('/v1/resources', { body: { title: '' } }))) as Problem;
    expect(invalid.code).toBe('validation_failed');
    expect(invalid.errors.map(({ field }) => field)).toEqual(['title']);
    expect(await failure(createClient({ url: api.url }).get('/v1/me'))).toMatchObject({
      code: 'authentication_required',
    });
    expect(await failure(createClient({ url: api.url, auth: bearer('lk_x') }).get('/v1/me'))).toMatchObject({
      code: 'invalid_token',
    });
  });

  it('tells a proxy’s page from the API', async () => {
    const { client, line } = await somebody();
    line.instead.push(new Response('<h1>No</h1>', { status: 403, statusText: 'Forbidden' }));
    expect(await failure(client.get('/v1/me'))).toMatchObject({
      status: 403,
      code: 'unknown',
      message: expect.stringContaining('Forbidden') as string,
    });
  });

  it('that is never repeated carries no key for its repetition', async () => {
    const { client, line } = await somebody({ retries: 0 });
    await client.post('/v1/resources', { body: { title: 'Once' } });
    expect(line.seen).toEqual([{ method: 'POST', path: '/v1/resources', key: null }]);
  });

  it('throws something else where that is wanted', async () => {
    class Own extends Error {}
    const { client, line } = await somebody({ retries: 0, throwAs: () => new Own() });
    expect(await failure(client.get('/v1/resources/{id}', { path: { id: randomUUID() } }))).toBeInstanceOf(Own);
    line.dropped = 1;
    expect(await failure(client.get('/v1/me'))).toBeInstanceOf(Own);
  });

  it('sends no cookie, follows no redirect and is kept in no cache', async () => {
    const requests: Request[] = [];
    const keep = async (request: Request) => {
      requests.push(request);
      return Response.json({});
    };
    await createClient({ url: api.url, fetch: keep }).get('/v1/me');
    expect(requests[0]).toMatchObject({ credentials: 'omit', redirect: 'error', cache: 'no-store' });
  });
});

describe('a list', () => {
  it('is read to its end, and no further than somebody reads', async () => {
    const { client, line } = await somebody();
    const titles = Array.from({ length: 7 }, (_, index) => `Title ${index}`);
    for (const title of titles) await client.post('/v1/resources', { body: { title } });
    line.seen.length = 0;
    const query = { owner: 'me', limit: 3, sort: 'title' } as const;
    const read: string[] = [];
    for await (const { title } of client.items('/v1/resources', { query })) read.push(title);
    expect(read).toEqual(titles);
    expect(line.seen).toHaveLength(3);
    for await (const { title } of client.items('/v1/resources', { query })) if (title === 'Title 1') break;
    expect(line.seen).toHaveLength(4);
  });

  it('is refused as a call is', async () => {
    const { client } = await somebody();
    const read = async () => {
      for await (const person of client.items('/v1/users')) throw new Error(person.name);
    };
    expect(await failure(read())).toMatchObject({ code: 'permission_denied' });
  });
});

describe('what is lost on the way', () => {
  it('is asked for again when it only reads', async () => {
    const { client, line, user } = await somebody();
    line.dropped = 2;
    await expect(client.get('/v1/me')).resolves.toMatchObject({ id: user.id });
    expect(line.seen).toHaveLength(3);
  });

  it('is made once', async () => {
    const { client, line } = await somebody();
    line.lost = 2;
    const made = await client.post('/v1/resources', { body: { title: 'Once' } });
    expect(new Set(line.seen.map(({ key }) => key)).size).toBe(1);
    expect(line.seen).toHaveLength(3);
    const { items } = await client.get('/v1/resources', { query: { owner: 'me' } });
    expect(items.map(({ id }) => id)).toEqual([made.id]);
  });

  it('is deleted, also when that was done already', async () => {
    const { client, line } = await somebody();
    const { id } = await client.post('/v1/resources', { body: { title: 'Gone' } });
    line.lost = 1;
    await expect(client.delete('/v1/resources/{id}', { path: { id } })).resolves.toBeUndefined();
    expect(await failure(client.delete('/v1/resources/{id}', { path: { id } }))).toMatchObject({ code: 'not_found' });
  });

  it('is not asked for again when it could be done twice, or would look like a conflict', async () => {
    const { client, line } = await somebody();
    const { id } = await client.post('/v1/resources', { body: { title: 'Before' } });
    line.seen.length = 0;
    line.lost = 1;
    const change = { path: { id }, header: { 'If-Match': '"1"' }, body: { title: 'After' } };
    expect(await failure(client.patch('/v1/resources/{id}', change))).toBeInstanceOf(Unavailable);
    expect(line.seen).toHaveLength(1);
    line.dropped = 1;
    expect(await failure(client.post('/v1/resources/{id}/restore', { path: { id } }))).toBeInstanceOf(Unavailable);
    expect(line.seen).toHaveLength(2);
  });

  it('is given up after a few times', async () => {
    const { client, line } = await somebody();
    line.dropped = 9;
    const error = await failure(client.get('/v1/me'));
    expect(error).toBeInstanceOf(Unavailable);
    expect((error as Unavailable).cause).toBeInstanceOf(TypeError);
    expect(line.seen).toHaveLength(3);
  });
});

describe('an API that wants to be left alone', () => {
  const away = (seconds: number) => new Response('', { status: 503, headers: { 'retry-after': String(seconds) } });

  it('is asked again after as long as it says', async () => {
    const { client, line, user } = await somebody();
    line.instead.push(away(1));
    const started = Date.now();
    await expect(client.get('/v1/me')).resolves.toMatchObject({ id: user.id });
    expect(Date.now() - started).toBeGreaterThanOrEqual(990);
  });

  it('is not waited for when it says very long', async () => {
    const { client, line } = await somebody();
    line.instead.push(away(3600));
    expect(await failure(client.get('/v1/me'))).toMatchObject({ name: 'Unavailable', retryAfterSeconds: 3600 });
  });

  it('throttles whoever asks too often, who asks again when it is time', async () => {
    const { user, line } = await somebody();
    const client = createClient({ url: api.url, fetch: line.fetch });
    const signIn = (password: string) => client.post('/v1/auth/login', { body: { email: user.email, password } });
    for (let time = 0; time < 5; time++) expect(await failure(signIn('wrong'))).toMatchObject({ status: 401 });
    line.seen.length = 0;
    await expect(signIn(PASSWORD)).resolves.toMatchObject({ user: { id: user.id } });
    expect(line.seen.length).toBeGreaterThanOrEqual(2);
  });
});

describe('a call that somebody gives up', () => {
  it('ends at once, for the reason that was given', async () => {
    const { client, line } = await somebody();
    const reason = new Error('no longer needed');
    expect(await failure(client.get('/v1/me', { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(line.seen).toEqual([]);
    const controller = new AbortController();
    line.instead.push(new Response('', { status: 503, headers: { 'retry-after': '20' } }));
    setTimeout(() => controller.abort(reason), 50);
    const started = Date.now();
    expect(await failure(client.get('/v1/me', { signal: controller.signal }))).toBe(reason);
    expect(Date.now() - started).toBeLessThan(5_000);
  });

  it('is one that takes too long', async () => {
    const never = (request: Request) =>
      new Promise<Response>((_, reject) => {
        request.signal.addEventListener('abort', () => reject(request.signal.reason as Error));
      });
    const { client } = await somebody({ fetch: never, retries: 0, timeoutMs: 30 });
    expect(await failure(client.get('/v1/me'))).toBeInstanceOf(Unavailable);
    expect(await failure(client.get('/v1/me', { timeoutMs: 10 }))).toBeInstanceOf(Unavailable);
  });
});
