import { makeUser, PASSWORD, signedInUser } from './builders';
import { Mailbox, tokenIn } from './mailbox';
import { fieldsOf, requestsOf, tracesOf } from './requests';
import { startApp, type TestApp } from './start-app';

let api: TestApp;
let mailbox: Mailbox;
let count = 0;

beforeAll(async () => {
  api = await startApp();
  mailbox = new Mailbox(api);
});
afterAll(() => api.close());

const newAddress = () => `moved-${(count += 1)}@example.com`;
const post = (path: string, body: object) => api.http.post(`/v1/auth/${path}`).send(body);
const logIn = (email: string, password = PASSWORD) => post('login', { email, password });

async function person() {
  const { user, tokens } = await signedInUser(api);
  const requests = requestsOf(api, tokens);
  const ask = (newEmail: string, currentPassword = PASSWORD) =>
    requests.post('/v1/me/email', { newEmail, currentPassword });
  return { ...user, tokens, requests, ask };
}

async function moved() {
  const somebody = await person();
  const newEmail = newAddress();
  await somebody.ask(newEmail).expect(202);
  await mailbox.newFor(somebody.email);
  await post('confirm-email', { token: tokenIn(await mailbox.only(newEmail), 'confirm-email') }).expect(204);
  return { ...somebody, newEmail, undo: tokenIn(await mailbox.only(somebody.email), 'undo-email') };
}

describe('a change of address', () => {
  it('counts once it is confirmed at the new one; the old one is told at each step', async () => {
    const { email, requests, ask } = await person();
    const newEmail = newAddress();
    await ask(newEmail).expect(202);
    const notice = await mailbox.only(email);
    expect(notice.subject).toBe('Your e-mail address is about to change');
    expect(notice.text).toContain(newEmail);
    await logIn(newEmail).expect(401);
    const token = tokenIn(await mailbox.only(newEmail), 'confirm-email');
    await post('confirm-email', { token }).expect(204);
    await logIn(newEmail).expect(200);
    await logIn(email).expect(401);
    expect((await requests.get('/v1/me').expect(200)).body).toMatchObject({ email: newEmail });
    expect((await mailbox.only(email)).subject).toBe('Your e-mail address was changed');
    expect(fieldsOf(await post('confirm-email', { token }).expect(422))).toEqual(['token: used']);
  });

  it('takes the password', async () => {
    const { email, ask } = await person();
    expect(fieldsOf(await ask(newAddress(), 'not the password').expect(422))).toEqual(['currentPassword: incorrect']);
    expect(fieldsOf(await ask(email.toUpperCase()).expect(422))).toEqual(['newEmail: unchanged']);
    expect(await mailbox.newFor(email)).toEqual([]);
  });

  it('answers alike for an address that somebody has, and tells its owner, not the one who asked', async () => {
    const { email: taken } = await makeUser(api, { name: 'Owner' });
    const somebody = await person();
    const answers = [await somebody.ask(taken).expect(202), await somebody.ask(newAddress()).expect(202)];
    expect(tracesOf(answers[0]!)).toEqual(tracesOf(answers[1]!));
    expect((await mailbox.only(taken)).subject).toBe('You have an account already');
  });

  it('is refused at its confirmation when somebody took the address meanwhile', async () => {
    const { ask } = await person();
    const newEmail = newAddress();
    await ask(newEmail).expect(202);
    const token = tokenIn(await mailbox.only(newEmail), 'confirm-email');
    await makeUser(api, { email: newEmail });
    expect((await post('confirm-email', { token }).expect(409)).body).toMatchObject({ code: 'conflict' });
  });

  it('is not barred by somebody who signed up with the address and never proved it', async () => {
    const { ask, id } = await person();
    const newEmail = newAddress();
    await ask(newEmail).expect(202);
    const token = tokenIn(await mailbox.only(newEmail), 'confirm-email');
    await post('register', { email: newEmail, name: 'Squatter', password: 'what the squatter has typed' }).expect(202);
    await mailbox.newFor(newEmail);
    await post('confirm-email', { token }).expect(204);
    expect(await api.database.query('SELECT id FROM users WHERE email = ?', [newEmail])).toEqual([{ id }]);
  });

  it('lets only the last one asked for be confirmed, within a day', async () => {
    const { ask } = await person();
    const [first, second] = [newAddress(), newAddress()];
    await ask(first).expect(202);
    const old = tokenIn(await mailbox.only(first), 'confirm-email');
    await ask(second).expect(202);
    const token = tokenIn(await mailbox.only(second), 'confirm-email');
    expect(fieldsOf(await post('confirm-email', { token: old }).expect(422))).toEqual(['token: used']);
    api.clock.advance(86_400_000 + 1_000);
    expect(fieldsOf(await post('confirm-email', { token }).expect(422))).toEqual(['token: expired']);
  });

  it('leaves no link alive that went to the old address', async () => {
    const { email, ask } = await person();
    await post('forgot-password', { email }).expect(202);
    const reset = tokenIn(await mailbox.only(email), 'reset-password');
    const newEmail = newAddress();
    await ask(newEmail).expect(202);
    await post('confirm-email', { token: tokenIn(await mailbox.only(newEmail), 'confirm-email') }).expect(204);
    const answer = await post('reset-password', { token: reset, newPassword: 'an entirely different sentence' }).expect(
      422,
    );
    expect(fieldsOf(answer)).toEqual(['token: used']);
  });
});

describe('taking it back', () => {
  it('brings the old address back, ends every session, takes the password away, and mails a link for a new one', async () => {
    const { email, newEmail, undo, requests } = await moved();
    await post('undo-email', { token: undo }).expect(204);
    await requests.get('/v1/me').expect(401);
    await logIn(newEmail).expect(401);
    await logIn(email).expect(401);
    const token = tokenIn(await mailbox.only(email), 'reset-password');
    await post('reset-password', { token, newPassword: 'an entirely different sentence' }).expect(204);
    await logIn(email, 'an entirely different sentence').expect(200);
  });

  it('is not barred by a thief who signs up with the old address', async () => {
    const { email, undo, id } = await moved();
    await post('register', { email, name: 'Thief', password: 'what the thief has typed' }).expect(202);
    await mailbox.newFor(email);
    await post('undo-email', { token: undo }).expect(204);
    expect(await api.database.query('SELECT id FROM users WHERE email = ?', [email])).toEqual([{ id }]);
    await mailbox.newFor(email);
  });

  it('works for 7 days, once', async () => {
    const { undo } = await moved();
    const { undo: late } = await moved();
    api.clock.advance(7 * 86_400_000 - 5_000);
    await post('undo-email', { token: undo }).expect(204);
    expect(fieldsOf(await post('undo-email', { token: undo }).expect(422))).toEqual(['token: used']);
    api.clock.advance(5_000 + 1_000);
    expect(fieldsOf(await post('undo-email', { token: late }).expect(422))).toEqual(['token: expired']);
  });

  it('leads to the first address, however often a thief changes it, and even if the thief takes something back', async () => {
    const { email, newEmail, undo, id } = await moved();
    const thief = requestsOf(api, (await logIn(newEmail).expect(200)).body as never);
    const third = newAddress();
    await thief.post('/v1/me/email', { newEmail: third, currentPassword: PASSWORD }).expect(202);
    await mailbox.newFor(newEmail);
    await post('confirm-email', { token: tokenIn(await mailbox.only(third), 'confirm-email') }).expect(204);
    await post('undo-email', { token: tokenIn(await mailbox.only(newEmail), 'undo-email') }).expect(204);
    await post('undo-email', { token: undo }).expect(204);
    expect(await api.database.query('SELECT email FROM users WHERE id = ?', [id])).toEqual([{ email }]);
  });
});
