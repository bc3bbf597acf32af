import { hash } from '@node-rs/argon2';
import { AuditLog } from '../src/audit/audit-log';
import { AuditSealer } from '../src/audit/audit-sealer';
import { SignIns } from '../src/auth/sign-ins';
import { Passwords } from '../src/auth/passwords';
import { Outbox } from '../src/mail/outbox';
import { SessionStartService } from '../src/sessions/session-start.service';
import { SignInThrottle } from '../src/throttle/sign-in-throttle';
import { type UserCredentials, UsersService } from '../src/users/users.service';
import { makeUser, PASSWORD } from './builders';
import { startApp, type TestApp } from './start-app';

const CLIENT = {
  ip: '192.0.2.1',
  userAgent: 'test',
  requestId: 'test',
  isWebApp: false,
  isUnconfirmed: false,
  knownDevice: null,
};

describe('people who sign in at once', () => {
  let api: TestApp;

  beforeAll(async () => {
    api = await startApp();
    // Its units of work would be counted too.
    await api.app.get(AuditSealer).onApplicationShutdown();
  });
  afterAll(() => api.close());
  afterEach(() => jest.restoreAllMocks());

  const login = (email: string) => api.http.post('/v1/auth/login').send({ email, password: PASSWORD });
  const people = (count: number) => Promise.all(Array.from({ length: count }, () => makeUser(api)));
  const sessionsOf = (userId: string) =>
    api.database.query<{ id: string }>('SELECT id FROM sessions WHERE user_id = ?', [userId]);

  /** Somebody as they were when their password was verified. */
  async function verified({ email }: { email: string }): Promise<UserCredentials> {
    return (await api.app.get(UsersService).findForSignIn(email))!;
  }

  /** While others wait for their verification, or nobody does. */
  function signIns(isBusy: boolean): SignIns {
    const passwords = Object.defineProperty(Object.create(Passwords.prototype), 'isBusy', {
      value: isBusy,
    }) as Passwords;
    const { app, clock, database } = api;
    const [audit, outbox] = [app.get(AuditLog), app.get(Outbox)];
    const [sessions, throttle, users] = [app.get(SessionStartService), app.get(SignInThrottle), app.get(UsersService)];
    return new SignIns(audit, clock, database, outbox, passwords, sessions, throttle, users);
  }

  async function complete(through: SignIns, user: UserCredentials) {
    const attempt = await api.app.get(SignInThrottle).begin(user.email, CLIENT);
    attempt.end();
    return through.complete({ user, passwordHash: user.passwordHash!, client: CLIENT, attempt });
  }

  it('are each signed in as themselves, in fewer units of work than there are people', async () => {
    const everybody = await people(24);
    const write = jest.spyOn(api.database, 'write');

    const answers = await Promise.all(everybody.map(({ email }) => login(email)));

    for (const [index, { status, body }] of answers.entries()) {
      expect([status, body.user.id]).toEqual([200, everybody[index]!.id]);
      const me = await api.http.get('/v1/me').set('Authorization', `Bearer ${body.accessToken}`).expect(200);
      expect(me.body).toMatchObject({ email: everybody[index]!.email, lastLoginAt: expect.any(String) });
      await api.http.post('/v1/auth/refresh').send({ refreshToken: body.refreshToken }).expect(200);
    }
    expect(write.mock.calls.length).toBeLessThan(24);
  });

  it('get in two at a time with one account, also when its hash is brought up to date meanwhile', async () => {
    const [person] = await people(1);
    const weaker = await hash(PASSWORD, { memoryCost: 8192, timeCost: 1, parallelism: 1 });
    await api.database.execute('UPDATE users SET password_hash = ? WHERE id = ?', [weaker, person!.id]);

    const answers = await Promise.all(Array.from({ length: 6 }, () => login(person!.email)));

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await sessionsOf(person!.id)).toHaveLength(6);
  });

  it('do not fail for one whose account changed while their password was verified', async () => {
    const everybody = await people(4);
    const users = await Promise.all(everybody.map(verified));
    await api.database.execute('UPDATE users SET disabled_at = 1 WHERE id = ?', [everybody[1]!.id]);
    const other = await hash('another password altogether');
    await api.database.execute('UPDATE users SET password_hash = ? WHERE id = ?', [other, everybody[2]!.id]);
    const through = signIns(true);

    const tokens = await Promise.all(users.map((user) => complete(through, user)));

    expect(tokens.map((each) => each?.user.id)).toEqual([everybody[0]!.id, undefined, undefined, everybody[3]!.id]);
    const counts = await Promise.all(everybody.map(async ({ id }) => (await sessionsOf(id)).length));
    expect(counts).toEqual([1, 0, 0, 1]);
    const [kept] = await api.database.query<{ password_hash: string }>('SELECT password_hash FROM users WHERE id = ?', [
      everybody[2]!.id,
    ]);
    expect(kept!.password_hash).toBe(other);
  });

  it('share one unit of work while others wait, of sixteen at most', async () => {
    const users = await Promise.all((await people(17)).map(verified));
    const write = jest.spyOn(api.database, 'write');
    const through = signIns(true);

    const tokens = await Promise.all(users.map((user) => complete(through, user)));

    expect(tokens.map((each) => each?.user.id)).toEqual(users.map(({ id }) => id));
    expect(write).toHaveBeenCalledTimes(2);
  });

  it('are not held back when nobody waits', async () => {
    const users = await Promise.all((await people(3)).map(verified));
    const write = jest.spyOn(api.database, 'write');
    const through = signIns(false);

    await Promise.all(users.map((user) => complete(through, user)));

    expect(write).toHaveBeenCalledTimes(3);
  });

  it('fail together when the database is away, and the next ones do not', async () => {
    const users = await Promise.all((await people(2)).map(verified));
    const through = signIns(true);
    jest.spyOn(api.database, 'write').mockRejectedValueOnce(new Error('away'));

    const outcomes = await Promise.allSettled(users.map((user) => complete(through, user)));

    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await Promise.all(users.map((user) => complete(through, user)))).toEqual([
      expect.objectContaining({ user: expect.objectContaining({ id: users[0]!.id }) }),
      expect.objectContaining({ user: expect.objectContaining({ id: users[1]!.id }) }),
    ]);
  });
});
