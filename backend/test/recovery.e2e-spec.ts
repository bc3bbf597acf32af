import { makeUser, PASSWORD, signedInUser, signIn } from './builders';
import { Mailbox, tokenIn } from './mailbox';
import { fieldsOf, requestsOf, tracesOf } from './requests';
import { startApp, type TestApp } from './start-app';

let api: TestApp;
let mailbox: Mailbox;

beforeAll(async () => {
  api = await startApp();
  mailbox = new Mailbox(api);
});
afterAll(() => api.close());

const NEW_PASSWORD = 'an entirely different sentence';
const forgot = (email: string) => api.http.post('/v1/auth/forgot-password').send({ email });
const reset = (token: string, newPassword = NEW_PASSWORD) =>
  api.http.post('/v1/auth/reset-password').send({ token, newPassword });
const logIn = (email: string, password: string) => api.http.post('/v1/auth/login').send({ email, password });

async function linkFor(email: string): Promise<string> {
  await forgot(email).expect(202);
  return tokenIn(await mailbox.only(email), 'reset-password');
}

describe('a forgotten password', () => {
  it('is set anew by the link of a mail, and every session ends', async () => {
    const { user, tokens } = await signedInUser(api);
    const token = await linkFor(user.email);
    await reset(token).expect(204);
    await logIn(user.email, PASSWORD).expect(401);
    await logIn(user.email, NEW_PASSWORD).expect(200);
    const ended = await api.http.post('/v1/auth/refresh').send({ refreshToken: tokens.refreshToken }).expect(401);
    expect(ended.body).toMatchObject({ code: 'session_ended', reason: 'password_changed' });
    const told = await mailbox.only(user.email);
    expect(told.subject).toBe('Your password was changed');
    expect(told.text).toMatch(/When: .+ UTC\nDevice: .+\nAddress: (127\.0\.0\.1|::1)/);
  });

  it('is asked about alike, whoever has the address', async () => {
    const { email } = await makeUser(api);
    const answers = [await forgot(email), await forgot('nobody@example.com'), await forgot(email.toUpperCase())];
    expect(answers.map(tracesOf)).toEqual(Array(3).fill(tracesOf(answers[0]!)));
    expect(await mailbox.newFor(email)).toHaveLength(2);
    expect(await mailbox.newFor('nobody@example.com')).toEqual([]);
  });

  it('gets a link that is good for half an hour, once, and dies with every other one', async () => {
    const { email } = await makeUser(api);
    const late = await linkFor(email);
    api.clock.advance(30 * 60_000 + 1_000);
    expect(fieldsOf(await reset(late).expect(422))).toEqual(['token: expired']);
    const [first, second] = [await linkFor(email), await linkFor(email)];
    const answers = await Promise.all(Array.from({ length: 10 }, () => reset(second)));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(fieldsOf(await reset(first).expect(422))).toEqual(['token: used']);
  });

  it('keeps its link when the new one will not do', async () => {
    const { email } = await makeUser(api);
    const token = await linkFor(email);
    expect(fieldsOf(await reset(token, 'too short').expect(422))).toEqual(['newPassword: too_short']);
    await reset(token).expect(204);
  });

  it('proves the address of somebody who never did', async () => {
    const { email } = await makeUser(api, { isUnverified: true, hasNoPassword: true });
    await reset(await linkFor(email)).expect(204);
    await logIn(email, NEW_PASSWORD).expect(200);
  });

  it('lets nobody in who is disabled, and sends them nothing', async () => {
    const { email, id } = await makeUser(api);
    const token = await linkFor(email);
    const admin = requestsOf(api, (await signedInUser(api, { role: 'ADMIN' })).tokens);
    await admin.patch(`/v1/users/${id}`, { disabled: true }).expect(200);
    await reset(token);
    await logIn(email, NEW_PASSWORD).expect(401);
    await forgot(email).expect(202);
    expect((await mailbox.newFor(email)).map(({ subject }) => subject)).not.toContain('Set a new password');
  });
});

describe('an invitation', () => {
  const invite = async (person: object, role = 'ADMIN') => {
    const { tokens } = await signedInUser(api, { role, name: 'Grace Hopper' });
    return requestsOf(api, tokens).post('/v1/users', { name: 'Invited', ...person });
  };

  it('makes an account whose owner chooses the password', async () => {
    const answer = await invite({ email: 'Guest@Example.com', role: 'ADMIN' });
    expect([answer.status, answer.headers.location]).toEqual([201, `/v1/users/${(answer.body as { id: string }).id}`]);
    expect(answer.body).toMatchObject({
      email: 'guest@example.com',
      name: 'Invited',
      role: 'ADMIN',
      status: 'unverified',
    });
    const mail = await mailbox.only('guest@example.com');
    expect(mail.text).toContain('Grace Hopper has made an account for you.');
    await reset(tokenIn(mail, 'invitation')).expect(204);
    await logIn('guest@example.com', NEW_PASSWORD).expect(200);
    expect(await mailbox.newFor('guest@example.com')).toEqual([]);
  });

  it('is sent again while it was not accepted, and only the last one counts', async () => {
    const { tokens } = await signedInUser(api, { role: 'ADMIN' });
    const admin = requestsOf(api, tokens);
    const { body } = await admin.post('/v1/users', { email: 'slow@example.com', name: 'Slow' }).expect(201);
    const { id } = body as { id: string };
    const first = tokenIn(await mailbox.only('slow@example.com'), 'invitation');
    api.clock.advance(8 * 86_400_000);
    const again = requestsOf(api, await signIn(api, await makeUser(api, { role: 'ADMIN' })));
    await again.post(`/v1/users/${id}/invitation`).expect(204);
    const second = tokenIn(await mailbox.only('slow@example.com'), 'invitation');
    expect(fieldsOf(await reset(first).expect(422))).toEqual(['token: used']);
    await reset(second).expect(204);
    await again.post(`/v1/users/${id}/invitation`).expect(409);
    await again.post('/v1/users/01890000-0000-7000-8000-000000000000/invitation').expect(404);
  });

  it('is refused for an address that somebody has, and for roles that one may not give', async () => {
    const { email } = await makeUser(api);
    expect((await invite({ email })).body).toMatchObject({ code: 'conflict' });
    expect(fieldsOf(await invite({ email: 'x@example.com', role: 'NO_SUCH' }))).toEqual(['role: unknown_role']);
    await api.database.execute(
      "INSERT INTO roles (`key`, name, built_in, grants, version, created_at, updated_at) VALUES ('HOST', 'Host', 0, ?, 1, 1, 1)",
      [
        '{"users:create":"any","resources:read":"own","resources:create":"own","resources:update":"own","resources:delete":"own"}',
      ],
    );
    expect((await invite({ email: 'y@example.com', role: 'ADMIN' }, 'HOST')).body).toMatchObject({
      code: 'permission_denied',
    });
    expect((await invite({ email: 'y@example.com' }, 'HOST')).status).toBe(201);
    await mailbox.newFor('y@example.com');
  });

  it('to another role than USER takes a fresh proof of identity', async () => {
    const { tokens } = await signedInUser(api, { role: 'ADMIN' });
    api.clock.advance(11 * 60_000);
    const admin = requestsOf(api, tokens);
    const { body } = await admin.post('/v1/users', { email: 'z@example.com', name: 'Z', role: 'ADMIN' }).expect(403);
    expect(body).toMatchObject({ code: 'reauthentication_required' });
    await admin.post('/v1/users', { email: 'z@example.com', name: 'Z' }).expect(201);
  });
});
