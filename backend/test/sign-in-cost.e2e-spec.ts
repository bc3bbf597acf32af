import * as argon2 from '@node-rs/argon2';
import { UserEntity } from '../src/users/user.entity';
import { makeUser, PASSWORD, signIn } from './builders';
import { startApp, type TestApp } from './start-app';
import { tracesOf } from './requests';

// The library itself, which also counts what it is asked for.
jest.mock('@node-rs/argon2', () => {
  const real: typeof argon2 = jest.requireActual('@node-rs/argon2');
  return { ...real, verify: jest.fn(real.verify), hash: jest.fn(real.hash) };
});
const verifications = jest.mocked(argon2.verify);
const hashes = jest.mocked(argon2.hash);
/** What decides how long a verification takes. */
const parametersOf = (stored: string) => stored.split('$').slice(1, 4).join('$');

describe('signing in', () => {
  let api: TestApp;

  beforeAll(async () => {
    api = await startApp({ RATE_LIMITS: 'off' });
    await makeUser(api);
  });
  afterAll(() => api.close());
  beforeEach(() => jest.clearAllMocks());

  const login = (email: string, password = PASSWORD) => api.http.post('/v1/auth/login').send({ email, password });
  const storedHash = async ({ id }: { id: string }) =>
    (await api.database.manager.findOneByOrFail(UserEntity, { id })).passwordHash;
  const storeHash = async ({ id }: { id: string }, passwordHash: string) => {
    await api.database.execute('UPDATE users SET password_hash = ? WHERE id = ?', [passwordHash, id]);
  };

  describe('costs one verification with the parameters of today, and nothing else, for', () => {
    it.each<[string, (api: TestApp) => Promise<{ email: string }>, string]>([
      ['a wrong password', (app) => makeUser(app), 'wrong horse battery staple'],
      ['an unknown address', () => Promise.resolve({ email: 'nobody@example.com' }), PASSWORD],
      ['something that is no address', () => Promise.resolve({ email: 'not an address' }), PASSWORD],
      ['a disabled person', (app) => makeUser(app, { isDisabled: true }), PASSWORD],
      ['a disabled person and a wrong password', (app) => makeUser(app, { isDisabled: true }), 'wrong horse'],
      ['an unverified person', (app) => makeUser(app, { isUnverified: true }), PASSWORD],
      ['a person without a password', (app) => makeUser(app, { hasNoPassword: true }), PASSWORD],
      ['a very short password', (app) => makeUser(app), 'x'],
    ])('%s', async (_, make, password) => {
      const known = await login((await makeUser(api)).email, 'wrong horse battery staple');
      const { email } = await make(api);
      jest.clearAllMocks();

      const answer = await login(email, password);

      expect(answer.status).toBe(401);
      expect(tracesOf(answer)).toEqual(tracesOf(known));
      expect(verifications).toHaveBeenCalledTimes(1);
      expect(parametersOf(String(verifications.mock.calls[0]![0]))).toBe('argon2id$v=19$m=19456,t=2,p=1');
      expect(hashes).not.toHaveBeenCalled();
    });

    it('the right one', async () => {
      const user = await makeUser(api);
      jest.clearAllMocks();
      await signIn(api, user);
      expect(verifications).toHaveBeenCalledTimes(1);
      expect(hashes).not.toHaveBeenCalled();
    });
  });

  it('replaces a hash of older parameters by one of today, once, and only for the right password', async () => {
    const user = await makeUser(api);
    const old = await argon2.hash(PASSWORD, { memoryCost: 4096, timeCost: 3, parallelism: 1 });
    await storeHash(user, old);
    await login(user.email, 'wrong horse battery staple').expect(401);
    expect(await storedHash(user)).toBe(old);

    await signIn(api, user);

    const replaced = await storedHash(user);
    expect(replaced).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await signIn(api, user);
    expect(await storedHash(user)).toBe(replaced);
  });

  it('refuses, and does not fail, when the stored hash is of a kind that it does not know', async () => {
    const user = await makeUser(api);
    for (const stored of ['$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy', 'damaged']) {
      await storeHash(user, stored);
      await login(user.email).expect(401);
      expect(await storedHash(user)).toBe(stored);
    }
  });

  it('answers 503 and when to come again to what would wait behind 64 others, and serves the rest', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => login(`nobody-${index}@example.com`)));
    const refused = answers.filter(({ status }) => status === 503);
    expect(answers.filter(({ status }) => status === 401).length).toBeGreaterThanOrEqual(65);
    expect(refused.length).toBeGreaterThan(0);
    for (const { headers, body } of refused) {
      expect(headers).toMatchObject({ 'retry-after': '2', 'content-type': 'application/problem+json; charset=utf-8' });
      expect(body).toMatchObject({ code: 'unavailable', detail: 'Too many sign-ins at once. Try again in a moment.' });
    }
    await login('nobody@example.com').expect(401);
  });

  it('keeps nobody else waiting: hashing runs beside everything else', async () => {
    const { email } = await makeUser(api);
    const storm = Promise.all(Array.from({ length: 60 }, () => login(email, 'wrong horse battery staple')));
    const served = await api.http.get('/health/ready');
    const isOver = await Promise.race([storm.then(() => true), Promise.resolve(false)]);
    expect([served.status, isOver]).toEqual([200, false]);
    await storm;
  });
});
