import type { TokenPairDto } from '../src/auth/auth.dto';
import { AuditSealer } from '../src/audit/audit-sealer';
import { MailWorker } from '../src/mail/mail-worker';
import { Outbox } from '../src/mail/outbox';
import { eventsOf } from './audit-events';
import { makeUser, PASSWORD, signedInUser, signIn } from './builders';
import { Mailbox, tokenIn } from './mailbox';
import { fieldsOf, requestsOf, tracesOf } from './requests';
import { startApp, type TestApp } from './start-app';

let api: TestApp;
let mailbox: Mailbox;
let count = 0;

beforeAll(async () => {
  // Throttling has tests of its own; these ask for more mails than anybody does.
  api = await startApp({ RATE_LIMITS: 'off' });
  mailbox = new Mailbox(api);
});
afterAll(() => api.close());

const newAddress = () => `new-${(count += 1)}@example.com`;
const register = (person: object) =>
  api.http.post('/v1/auth/register').send({ name: 'Ada Lovelace', password: PASSWORD, ...person });
const verify = (token: string) => api.http.post('/v1/auth/verify-email').send({ token });
const logIn = (email: string, password = PASSWORD) => api.http.post('/v1/auth/login').send({ email, password });

async function signedUp(email = newAddress()): Promise<{ email: string; token: string }> {
  await register({ email }).expect(202);
  return { email, token: tokenIn(await mailbox.only(email), 'verify-email') };
}

/** Until the events of the tests before are sealed. */
async function sealed(): Promise<void> {
  const unsealed = () => api.database.query('SELECT id FROM audit_events WHERE sequence IS NULL LIMIT 1');
  while ((await unsealed()).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('sign-up', () => {
  it('sends a link, and whoever uses it may sign in from then on', async () => {
    const { email, token } = await signedUp();
    await logIn(email).expect(401);
    await verify(token).expect(204);
    const { body } = await logIn(email).expect(200);
    expect((body as TokenPairDto).user).toMatchObject({ email, name: 'Ada Lovelace', role: 'USER' });
  });

  it('answers alike for an address that somebody has, and tells its owner', async () => {
    const { email } = await makeUser(api, { name: 'Owner' });
    const known = await register({ email, password: 'an entirely different sentence' }).expect(202);
    const unknown = await register({ email: newAddress() }).expect(202);
    expect(tracesOf(known)).toEqual(tracesOf(unknown));
    expect(known.body).toEqual({ status: 'verification_sent' });
    const mail = await mailbox.only(email);
    expect(mail.subject).toBe('You have an account already');
    expect(mail.text).toContain('Hello Owner,');
    await signIn(api, { email });
    await logIn(email, 'an entirely different sentence').expect(401);
  });

  it.each([
    ['register', { name: 'Ada', password: PASSWORD }],
    ['forgot-password', {}],
    ['resend-verification', {}],
  ])('leaves one note at %s, whoever has the address: nothing is looked up before the answer', async (path, body) => {
    const { email } = await makeUser(api);
    // These work when they like, and not for whoever asked.
    const resting = [MailWorker, AuditSealer].map((each) => jest.spyOn(api.app.get<MailWorker>(each), 'wake').mockReturnValue(undefined)); // prettier-ignore
    await sealed();
    const query = jest.spyOn(api.database, 'query');
    const execute = jest.spyOn(api.database, 'execute');
    const write = jest.spyOn(api.database, 'write');
    for (const address of [email, newAddress()]) {
      await api.http
        .post(`/v1/auth/${path}`)
        .send({ ...body, email: address })
        .expect(202);
      const statements = [...query.mock.calls, ...execute.mock.calls].map(([sql]) => sql);
      // What is counted is who asks, not for whom; and a timer asks for keys.
      const others = statements.filter((sql) => !/throttle_counters|FROM signing_keys/.test(sql));
      expect(others.map((sql) => sql.slice(0, 17))).toEqual(['INSERT INTO mails']);
      expect(write).not.toHaveBeenCalled();
      for (const spy of [query, execute]) spy.mockClear();
    }
    for (const spy of [...resting, query, execute, write]) spy.mockRestore();
    await mailbox.newFor(email);
  });

  it('says nothing to somebody who is disabled', async () => {
    const { email } = await makeUser(api, { isDisabled: true });
    await register({ email }).expect(202);
    expect(await mailbox.newFor(email)).toEqual([]);
  });

  it('takes the name and password of the link that is used, not of a stranger who was earlier', async () => {
    const email = newAddress();
    await register({ email, name: 'Mallory', password: 'what the stranger has typed' }).expect(202);
    const theirs = tokenIn(await mailbox.only(email), 'verify-email');
    await register({ email, name: 'Owner' }).expect(202);
    const own = tokenIn(await mailbox.only(email), 'verify-email');
    await verify(own).expect(204);
    expect(fieldsOf(await verify(theirs).expect(422))).toEqual(['token: used']);
    await logIn(email, 'what the stranger has typed').expect(401);
    const { body } = await logIn(email).expect(200);
    expect((body as TokenPairDto).user.name).toBe('Owner');
  });

  it('does not let a stranger choose the password of somebody who was invited', async () => {
    const { email } = await makeUser(api, { isUnverified: true, hasNoPassword: true, role: 'ADMIN' });
    await register({ email, password: 'what the stranger has typed' }).expect(202);
    const mail = await mailbox.only(email);
    expect(() => tokenIn(mail, 'verify-email')).toThrow();
    const token = tokenIn(mail, 'reset-password');
    await api.http.post('/v1/auth/reset-password').send({ token, newPassword: PASSWORD }).expect(204);
    await logIn(email, 'what the stranger has typed').expect(401);
    await logIn(email).expect(200);
  });

  it('tells its mail nothing that whoever signed up has typed', async () => {
    const email = newAddress();
    await register({ email, name: 'Win at https://evil.example' }).expect(202);
    const mail = await mailbox.only(email);
    expect(JSON.stringify([mail.text, mail.html, mail.subject])).not.toContain('evil.example');
  });

  it('comes from one address in any spelling', async () => {
    await register({ email: 'Straße.New@EXAMPLE.com' }).expect(202);
    await verify(tokenIn(await mailbox.only('straße.new@example.com'), 'verify-email')).expect(204);
    await logIn('STRASSE.new@example.com').expect(401);
    await logIn('straße.NEW@example.COM').expect(200);
  });

  it('makes one account of twenty at the same moment', async () => {
    const email = newAddress();
    const outbox = api.app.get(Outbox);
    const worker = api.app.get(MailWorker);
    // Not one after the other, as they come: all of them are there when the worker begins.
    outbox.onWork(() => undefined);
    const answers = await Promise.all(Array.from({ length: 20 }, () => register({ email })));
    outbox.onWork(() => worker.wake());
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(await mailbox.newFor(email)).toHaveLength(20);
    expect(await api.database.query('SELECT id FROM users WHERE email = ?', [email])).toHaveLength(1);
  });

  it.each([
    [{ email: 'no address' }, 'email: email'],
    [{ email: 7 }, 'email: email'],
    [{ email: 'ﬁsh@example.com' }, 'email: email'],
    [{ name: '' }, 'name: text'],
    [{ name: 'x'.repeat(101) }, 'name: text'],
    [{ password: 'too short' }, 'password: too_short'],
    [{ password: 'lovelace lovelace lovelace' }, 'password: personal'],
    [{ locale: 'xx' }, 'locale: is_in'],
    [{ role: 'ADMIN' }, 'role: unknown_field'],
  ])('refuses %j', async (wrong, field) => {
    const answer = await register({ email: 'somebody-else@example.com', ...wrong }).expect(422);
    expect(fieldsOf(answer)).toEqual([field]);
  });
});

describe('the link of a sign-up', () => {
  it('is good once, also for twenty at the same moment', async () => {
    const { token } = await signedUp();
    const answers = await Promise.all(Array.from({ length: 20 }, () => verify(token)));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(fieldsOf(await verify(token).expect(422))).toEqual(['token: used']);
  });

  it('is good for a day, and can be sent again with what was typed', async () => {
    const { email, token } = await signedUp();
    api.clock.advance(86_400_000 + 1_000);
    expect(fieldsOf(await verify(token).expect(422))).toEqual(['token: expired']);
    await api.http.post('/v1/auth/resend-verification').send({ email }).expect(202);
    await verify(tokenIn(await mailbox.only(email), 'verify-email')).expect(204);
    await logIn(email).expect(200);
  });

  it('is sent again to nobody who needs none', async () => {
    const { email } = await makeUser(api);
    await api.http.post('/v1/auth/resend-verification').send({ email }).expect(202);
    expect(await mailbox.newFor(email)).toEqual([]);
  });

  it('is nothing with a letter changed, nor for another purpose', async () => {
    const { token } = await signedUp();
    expect(fieldsOf(await verify(`${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`).expect(422))).toEqual([
      'token: invalid',
    ]);
    for (const path of ['confirm-email', 'undo-email']) {
      expect(fieldsOf(await api.http.post(`/v1/auth/${path}`).send({ token }).expect(422))).toEqual(['token: invalid']);
    }
    const reset = await api.http.post('/v1/auth/reset-password').send({ token, newPassword: PASSWORD }).expect(422);
    expect(fieldsOf(reset)).toEqual(['token: invalid']);
    await verify(token).expect(204);
  });

  it('says what it is good for, and about whom only to its holder', async () => {
    const { email, token } = await signedUp();
    const inspect = async (body: object) =>
      (await api.http.post('/v1/auth/inspect-token').send(body).expect(200)).body as object;
    expect(await inspect({ token, purpose: 'verify-email' })).toEqual({ state: 'usable', email, name: 'Ada Lovelace' });
    expect(await inspect({ token, purpose: 'reset-password' })).toEqual({ state: 'invalid' });
    await verify(token).expect(204);
    expect(await inspect({ token, purpose: 'verify-email' })).toEqual({ state: 'used' });
    expect(await inspect({ token: 'lkm_nonsense', purpose: 'verify-email' })).toEqual({ state: 'invalid' });
  });

  it('does not let somebody in who was disabled meanwhile', async () => {
    const { email, token } = await signedUp();
    const admin = requestsOf(api, (await signedInUser(api, { role: 'ADMIN' })).tokens);
    const { body } = await admin.get(`/v1/users?search=${email}`).expect(200);
    const [{ id }] = (body as { items: [{ id: string }] }).items;
    await admin.patch(`/v1/users/${id}`, { disabled: true }).expect(200);
    await verify(token);
    await logIn(email).expect(401);
  });
});

it('keeps no password that was typed for an account that never came to be, but for its link', async () => {
  const { email } = await signedUp();
  const events = (await eventsOf(api)).filter(({ action }) => action === 'user.register');
  expect(events.at(-1)).toMatchObject({ actorId: null, subjectKind: 'user', ip: '127.0.0.1' });
  expect(JSON.stringify(events)).not.toContain('argon2');
  expect(await api.database.query(`SELECT id FROM mails WHERE status = 'intent'`)).toEqual([]);
  expect(await api.database.query('SELECT password_hash FROM users WHERE email = ?', [email])).toEqual([
    { password_hash: null },
  ]);
});
