import { Passwords } from '../src/auth/passwords';
import { ThrottlePurgeService } from '../src/throttle/throttle-purge.service';
import { eventsOf } from './audit-events';
import { makeUser, PASSWORD, signedInUser } from './builders';
import { Mailbox } from './mailbox';
import { requestsOf, tracesOf } from './requests';
import { startApp, type TestApp } from './start-app';
import { webClient } from './web-client';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const DEVICE = 'a-device-of-the-owner';

let api: TestApp;
let count = 0;

beforeAll(async () => {
  api = await startApp();
});
afterAll(() => api.close());

/** An address of the documentation's networks that nobody has used here yet. */
const newAddress = () => `198.51.${100 + ((count += 1) >> 8)}.${count & 255}`;

function tryFrom(
  ip: string,
  email: string,
  { password = 'wrong', device }: { password?: string; device?: string } = {},
) {
  return api.http
    .post('/v1/auth/login')
    .set(...webClient(api, { ip, ...(device !== undefined && { device }) }))
    .send({ email, password });
}

async function statuses(times: number, attempt: () => PromiseLike<{ status: number }>): Promise<number[]> {
  const seen: number[] = [];
  for (let time = 0; time < times; time++) seen.push((await attempt()).status);
  return seen;
}

describe('wrong passwords for one account from one address', () => {
  it('are five free, then wait a second that doubles, whoever the account is', async () => {
    const { email } = await makeUser(api);
    const known = newAddress();
    const unknown = newAddress();
    expect(await statuses(5, () => tryFrom(known, email))).toEqual(Array(5).fill(401));
    expect(await statuses(5, () => tryFrom(unknown, 'nobody@example.com'))).toEqual(Array(5).fill(401));
    const refused = [await tryFrom(known, email), await tryFrom(unknown, 'nobody@example.com')];
    expect(tracesOf(refused[0]!)).toEqual(tracesOf(refused[1]!));
    expect(refused[0]?.body).toMatchObject({ status: 429, code: 'too_many_requests' });
    expect(refused[0]?.headers['retry-after']).toBe('1');
    for (const pauseMs of [1_000, 2_000, 4_000, 8_000]) {
      api.clock.advance(pauseMs + 50);
      expect((await tryFrom(known, email)).status).toBe(401);
      expect((await tryFrom(known, email)).status).toBe(429);
    }
    api.clock.advance(20 * MINUTE_MS);
  });

  it('never wait longer than a quarter of an hour', async () => {
    const { email } = await makeUser(api);
    const ip = newAddress();
    for (let time = 0; time < 22; time++) {
      await tryFrom(ip, email);
      api.clock.advance(16 * MINUTE_MS);
    }
    await tryFrom(ip, email);
    expect(Number((await tryFrom(ip, email)).headers['retry-after'])).toBeLessThanOrEqual(15 * 60);
    api.clock.advance(16 * MINUTE_MS);
    expect((await tryFrom(ip, email, { password: PASSWORD })).status).toBe(200);
  });

  it('are counted anew after the right one', async () => {
    const { email } = await makeUser(api);
    const ip = newAddress();
    expect(await statuses(4, () => tryFrom(ip, email))).toEqual(Array(4).fill(401));
    expect((await tryFrom(ip, email, { password: PASSWORD })).status).toBe(200);
    expect(await statuses(5, () => tryFrom(ip, email))).toEqual(Array(5).fill(401));
  });

  it('are no more than five when fifty come at the same moment', async () => {
    const { email } = await makeUser(api);
    const ip = newAddress();
    const seen = await Promise.all(Array.from({ length: 50 }, () => tryFrom(ip, email)));
    expect(seen.filter(({ status }) => status === 401)).toHaveLength(5);
  });

  it('are the same account in every spelling, and one address in a /64', async () => {
    const { email } = await makeUser(api);
    const spellings = [email, email.toUpperCase(), ` ${email} `.trim(), email.replace('example', 'EXAMPLE'), email];
    for (const [index, spelling] of spellings.entries()) {
      expect((await tryFrom(`2001:db8:7:7::${index + 1}`, spelling)).status).toBe(401);
    }
    expect((await tryFrom('2001:db8:7:7:ffff::1', email)).status).toBe(429);
    expect((await tryFrom('2001:db8:7:8::1', email)).status).toBe(401);
  });

  it('are not dodged by a header that anybody can write', async () => {
    const { email } = await makeUser(api);
    const attempt = (forwarded: string) =>
      api.http
        .post('/v1/auth/login')
        .set('x-forwarded-for', forwarded)
        .set('x-web-client', 'e30.AAAA')
        .send({ email, password: 'wrong' });
    for (let time = 0; time < 5; time++) await attempt(newAddress()).expect(401);
    await attempt(newAddress()).expect(429);
  });

  it('hash nothing any more once they are refused', async () => {
    const { email } = await makeUser(api);
    const ip = newAddress();
    await statuses(5, () => tryFrom(ip, email));
    const verify = jest.spyOn(api.app.get(Passwords), 'verify');
    const refused = await Promise.all(Array.from({ length: 100 }, () => tryFrom(ip, email)));
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([429]));
    expect(verify).not.toHaveBeenCalled();
    verify.mockRestore();
  });
});

describe('wrong passwords for one account from everywhere', () => {
  it('are twenty an hour; then only devices go on that signed in before, at once', async () => {
    const { email } = await makeUser(api);
    expect(await statuses(20, () => tryFrom(newAddress(), email))).toEqual(Array(20).fill(401));
    const elsewhere = await tryFrom(newAddress(), email, { password: PASSWORD });
    expect(elsewhere.status).toBe(429);
    const flood = Promise.all(Array.from({ length: 300 }, () => tryFrom(newAddress(), email)));
    expect((await tryFrom(newAddress(), email, { password: PASSWORD, device: DEVICE })).status).toBe(200);
    expect(new Set((await flood).map(({ status }) => status))).toEqual(new Set([429]));
    api.clock.advance(61 * MINUTE_MS);
    expect((await tryFrom(newAddress(), email, { password: PASSWORD })).status).toBe(200);
  });

  it('count on a known device, too, for that device alone', async () => {
    const { email } = await makeUser(api);
    const attempt = (device: string) => tryFrom(newAddress(), email, { device });
    expect(await statuses(6, () => attempt('a-device-that-was-stolen'))).toEqual([...Array(5).fill(401), 429]);
    expect((await tryFrom(newAddress(), email, { password: PASSWORD, device: DEVICE })).status).toBe(200);
  });
});

describe('wrong passwords for many accounts from one address', () => {
  it('are those of fifty within ten minutes', async () => {
    const ip = newAddress();
    expect(await statuses(50, () => tryFrom(ip, `guess-${(count += 1)}@example.com`))).toEqual(Array(50).fill(401));
    const { email } = await makeUser(api);
    expect((await tryFrom(ip, email, { password: PASSWORD })).status).toBe(429);
    expect((await tryFrom(ip, email, { password: PASSWORD, device: DEVICE })).status).toBe(200);
    api.clock.advance(10 * MINUTE_MS + SECOND_MS);
    expect((await tryFrom(ip, email, { password: PASSWORD })).status).toBe(200);
  }, 30_000);
});

describe('throttling', () => {
  it('is for every door that asks for the password', async () => {
    const { tokens } = await signedInUser(api);
    const requests = requestsOf(api, tokens);
    const doors = [
      () => requests.post('/v1/auth/reauthenticate', { password: 'wrong' }),
      () =>
        requests.post('/v1/me/password', { currentPassword: 'wrong', newPassword: 'an entirely different sentence' }),
      () => requests.post('/v1/me/email', { newEmail: 'x@example.com', currentPassword: 'wrong' }),
    ];
    const seen: number[] = [];
    for (let time = 0; time < 6; time++) seen.push((await doors[time % doors.length]!()).status);
    expect(seen).toEqual([422, 422, 422, 422, 422, 429]);
    api.clock.advance(20 * MINUTE_MS);
  });

  it('keeps nobody who is signed in from proving who they are while others guess', async () => {
    const { user, tokens } = await signedInUser(api);
    expect(await statuses(20, () => tryFrom(newAddress(), user.email))).toEqual(Array(20).fill(401));
    expect((await tryFrom(newAddress(), user.email, { password: PASSWORD })).status).toBe(429);
    const proof = await requestsOf(api, tokens).post('/v1/auth/reauthenticate', { password: PASSWORD });
    expect(proof.status).toBe(204);
  });

  it('leaves one event when it begins, and none for what it refuses', async () => {
    const { email } = await makeUser(api);
    const ip = newAddress();
    const throttled = async () => (await eventsOf(api)).filter(({ action }) => action === 'session.throttle');
    const before = (await throttled()).length;
    await statuses(12, () => tryFrom(ip, email));
    const after = await throttled();
    expect(after.slice(before)).toEqual([expect.objectContaining({ outcome: 'refused', ip })]);
  });

  it('names nobody in its table, and forgets', async () => {
    const { email } = await makeUser(api);
    await statuses(3, () => tryFrom('203.0.113.99', email));
    const rows = await api.database.query('SELECT * FROM throttle_counters');
    expect(JSON.stringify(rows)).not.toMatch(/@|203\.0\.113/);
    api.clock.advance(25 * 60 * MINUTE_MS);
    await api.app.get(ThrottlePurgeService).purge();
    expect(await api.database.query('SELECT * FROM throttle_counters')).toEqual([]);
  });

  it('can be off on a machine of its own', async () => {
    const free = await startApp({ RATE_LIMITS: 'off' });
    for (let time = 0; time < 8; time++) {
      await free.http.post('/v1/auth/login').send({ email: 'x@example.com', password: 'wrong' }).expect(401);
    }
    await free.close();
  });
});

describe('a sign-in on a device that is not known', () => {
  it('is told to its owner, but for the first one and those of programs', async () => {
    const { email } = await makeUser(api);
    const mailbox = new Mailbox(api);
    const enter = (device?: string) => tryFrom(newAddress(), email, { password: PASSWORD, ...(device && { device }) });
    expect((await enter()).status).toBe(200);
    expect(await mailbox.newFor(email)).toEqual([]);
    expect((await enter(DEVICE)).status).toBe(200);
    await api.http.post('/v1/auth/login').send({ email, password: PASSWORD }).expect(200);
    expect(await mailbox.newFor(email)).toEqual([]);
    expect((await enter()).status).toBe(200);
    const mail = await mailbox.only(email);
    expect(mail.subject).toBe('A new device has signed in');
    expect(mail.text).toContain('Address: 198.51.');
  });
});
