import { type TestUser, makeUser, PASSWORD } from '../../backend/test/builders.ts';
import { startApp, type TestApp } from '../../backend/test/start-app.ts';
import {
  createClient,
  memoryStore,
  Problem,
  Session,
  type SessionOptions,
  type TokenStore,
  tokenSource,
  Unavailable,
} from '../src/index.ts';

let api: TestApp;

beforeAll(async () => {
  api = await startApp();
});
afterAll(() => api.close());

const failure = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

/** Counts, and loses what a test wants lost. */
function lineOf(loses: (path: string) => boolean = () => false) {
  const paths: string[] = [];
  const send = async (request: Request) => {
    const { pathname } = new URL(request.url);
    paths.push(pathname);
    const answer = await fetch(request);
    if (loses(pathname)) throw new TypeError('terminated');
    return answer;
  };
  return { fetch: send, refreshes: () => paths.filter((path) => path === '/v1/auth/refresh').length };
}

async function signedIn(options: Partial<SessionOptions> = {}) {
  const user: TestUser = await makeUser(api);
  const session = new Session({ url: api.url, ...options });
  const known = await session.signIn(user.email, PASSWORD);
  return { user, known, session, client: createClient({ url: api.url, auth: session }) };
}

/** As if the access token had only a moment left. */
async function endSoon(store: TokenStore): Promise<void> {
  const tokens = await store.read();
  if (!tokens) throw new Error('nobody is signed in');
  await store.write({ ...tokens, accessExpiresAt: Date.now() + 1_000 });
}

describe('a session', () => {
  it('is somebody who signs in, and nobody after signing out', async () => {
    const { user, known, session, client } = await signedIn();
    expect(known).toMatchObject({ id: user.id, role: 'USER' });
    await expect(client.get('/v1/me')).resolves.toMatchObject({ id: user.id });
    const token = await session.token();
    await session.signOut();
    expect(await failure(client.get('/v1/me'))).toMatchObject({ code: 'authentication_required' });
    api.clock.advance(1_001);
    const late = createClient({ url: api.url, auth: tokenSource(async () => token) });
    expect(await failure(late.get('/v1/me'))).toMatchObject({ code: 'invalid_token' });
    await session.signOut();
  });

  it('is not one with a wrong password', async () => {
    const { user, session } = await signedIn();
    const before = await session.token();
    expect(await failure(session.signIn(user.email, 'wrong'))).toMatchObject({ code: 'invalid_credentials' });
    expect(await session.token()).toBe(before);
  });

  it('renews its token before it ends, once for any number of calls', async () => {
    const line = lineOf();
    const store = memoryStore();
    const { client, user, session } = await signedIn({ store, fetch: line.fetch });
    const before = await session.token();
    await endSoon(store);
    const answers = await Promise.all(Array.from({ length: 50 }, () => client.get('/v1/me')));
    expect(answers.every(({ id }) => id === user.id)).toBe(true);
    expect(line.refreshes()).toBe(1);
    expect(await session.token()).not.toBe(before);
  });

  it('renews its token when the API takes it no longer, and asks again', async () => {
    const line = lineOf();
    const { client, user } = await signedIn({ fetch: line.fetch });
    // By the API's clock alone.
    api.clock.advance(16 * 60_000);
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.get('/v1/me')));
    expect(answers.every(({ id }) => id === user.id)).toBe(true);
    expect(line.refreshes()).toBe(1);
  });

  it('survives lost answers to its renewal', async () => {
    let lost = 2;
    const line = lineOf((path) => path === '/v1/auth/refresh' && lost-- > 0);
    const store = memoryStore();
    const { client, user } = await signedIn({ store, fetch: line.fetch });
    await endSoon(store);
    // It has a second left: what is lost the first time signs nobody out, and is asked for again.
    await expect(client.get('/v1/me')).resolves.toMatchObject({ id: user.id });
    await expect(client.get('/v1/me')).resolves.toMatchObject({ id: user.id });
    const tokens = await store.read();
    expect(tokens?.accessExpiresAt).toBeGreaterThan(Date.now() + 600_000);
  });

  it('goes on with what it has while the API cannot renew, and signs nobody out', async () => {
    const store = memoryStore();
    const down = async (request: Request) => {
      if (request.url.endsWith('/refresh')) throw new TypeError('fetch failed');
      return fetch(request);
    };
    const { user } = await signedIn();
    const session = new Session({ url: api.url, store, fetch: down, retries: 0 });
    await session.signIn(user.email, PASSWORD);
    const client = createClient({ url: api.url, auth: session });
    await endSoon(store);
    await expect(client.get('/v1/me')).resolves.toMatchObject({ id: user.id });
    const tokens = await store.read();
    await store.write({ ...tokens!, accessExpiresAt: Date.now() - 1 });
    expect(await failure(client.get('/v1/me'))).toBeInstanceOf(Unavailable);
    expect((await store.read())?.refreshToken).toBe(tokens?.refreshToken);
  });

  it('of several tabs renews side by side, and nobody is signed out', async () => {
    const store = memoryStore();
    const { user } = await signedIn({ store });
    await endSoon(store);
    const tabs = Array.from({ length: 5 }, () =>
      createClient({ url: api.url, auth: new Session({ url: api.url, store }) }),
    );
    const answers = await Promise.all(tabs.map((tab) => tab.get('/v1/me')));
    expect(answers.every(({ id }) => id === user.id)).toBe(true);
    await endSoon(store);
    await expect(tabs[0]?.get('/v1/me')).resolves.toMatchObject({ id: user.id });
  });

  it('says when it is over, why, and once', async () => {
    const ends: (string | undefined)[] = [];
    const store = memoryStore();
    const { client, session, user } = await signedIn({ store, onEnd: (reason) => ends.push(reason) });
    const other = new Session({ url: api.url });
    await other.signIn(user.email, PASSWORD);
    await createClient({ url: api.url, auth: other }).post('/v1/auth/logout-all');
    api.clock.advance(1_001);
    const errors = await Promise.all([failure(client.get('/v1/me')), failure(client.get('/v1/me'))]);
    expect(errors.every((error) => error instanceof Problem && error.code === 'session_ended')).toBe(true);
    expect(ends).toEqual(['signed_out']);
    expect(await store.read()).toBeNull();
    expect(await session.token()).toBeUndefined();
  });
});

describe('tokens of another source', () => {
  it('are asked for once, and again when the API takes them no longer', async () => {
    const { user, session } = await signedIn();
    let asked = 0;
    const source = tokenSource(async () => {
      asked += 1;
      return session.token();
    });
    const client = createClient({ url: api.url, auth: source });
    for (let time = 0; time < 3; time++) await client.get('/v1/me');
    expect(asked).toBe(1);
    api.clock.advance(16 * 60_000);
    const stale = await session.token();
    expect(await failure(client.get('/v1/me'))).toMatchObject({ code: 'invalid_token' });
    expect(asked).toBe(2);
    await session.renew(stale ?? '');
    await expect(client.get('/v1/me')).resolves.toMatchObject({ id: user.id });
    expect(asked).toBe(3);
  });

  it('that could not be asked are asked for the next time', async () => {
    const { user, session } = await signedIn();
    let isDown = true;
    const client = createClient({
      url: api.url,
      auth: tokenSource(async () => {
        if (isDown) throw new Error('offline');
        return session.token();
      }),
    });
    expect(await failure(client.get('/v1/me'))).toMatchObject({ message: 'offline' });
    isDown = false;
    await expect(client.get('/v1/me')).resolves.toMatchObject({ id: user.id });
  });
});
