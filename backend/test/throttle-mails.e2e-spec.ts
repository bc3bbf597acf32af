import { makeUser } from './builders';
import { drain, Mailbox, tokenIn } from './mailbox';
import { startApp, type TestApp } from './start-app';
import { askFrom, newAddress } from './web-client';

const MINUTE_MS = 60_000;
const TOKEN = 'lkm_invented';

let api: TestApp;

beforeAll(async () => {
  api = await startApp();
});
afterAll(() => api.close());

const ask = (ip: string, path: string, body: object) => askFrom(api, ip, `/v1/auth/${path}`, body);

describe('mails', () => {
  it('are three in half an hour to one recipient, and the answer does not tell', async () => {
    const { email } = await makeUser(api);
    const mailbox = new Mailbox(api);
    for (let time = 0; time < 8; time++) await ask(newAddress(), 'forgot-password', { email }).expect(202);
    await drain(api);
    expect(await mailbox.newFor(email)).toHaveLength(3);
    api.clock.advance(31 * MINUTE_MS);
    await ask(newAddress(), 'forgot-password', { email }).expect(202);
    await drain(api);
    expect(await mailbox.newFor(email)).toHaveLength(1);
  });

  it('leave somebody with a link that works while others ask for more', async () => {
    const { email } = await makeUser(api);
    const mailbox = new Mailbox(api);
    for (let time = 0; time < 8; time++) await ask(newAddress(), 'forgot-password', { email }).expect(202);
    const tokens = (await mailbox.newFor(email)).map((mail) => tokenIn(mail, 'reset-password'));
    api.clock.advance(29 * MINUTE_MS);
    for (const token of tokens) {
      const { body } = await ask(newAddress(), 'inspect-token', { purpose: 'reset-password', token }).expect(200);
      expect(body.state).toBe('usable');
    }
  });

  it('are asked for from one address thirty times in ten minutes', async () => {
    const ip = newAddress();
    for (let time = 0; time < 30; time++)
      await ask(ip, 'forgot-password', { email: `x${time}@example.com` }).expect(202);
    const refused = await ask(ip, 'forgot-password', { email: 'x@example.com' }).expect(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(9 * 60);
  });

  it('are no more when they are asked for at the same moment', async () => {
    const ip = newAddress();
    const asked = Array.from({ length: 40 }, () => ask(ip, 'resend-verification', { email: 'x@example.com' }));
    const seen = await Promise.all(asked);
    expect(seen.filter(({ status }) => status === 202)).toHaveLength(30);
  });
});

describe('tokens that are none of ours', () => {
  it('are twenty in ten minutes from one address, at all doors together', async () => {
    const ip = newAddress();
    const doors = [
      () => ask(ip, 'inspect-token', { purpose: 'reset-password', token: TOKEN }),
      () => ask(ip, 'verify-email', { token: TOKEN }),
      () => ask(ip, 'reset-password', { token: TOKEN, newPassword: 'an entirely different sentence' }),
      () => ask(ip, 'confirm-email', { token: TOKEN }),
      () => ask(ip, 'undo-email', { token: TOKEN }),
      () => ask(ip, 'keep-account', { token: TOKEN }),
    ];
    for (let time = 0; time < 20; time++) expect((await doors[time % doors.length]!()).status).not.toBe(429);
    for (const door of doors) expect((await door()).status).toBe(429);
    expect((await ask(newAddress(), 'verify-email', { token: TOKEN })).status).toBe(422);
    api.clock.advance(11 * MINUTE_MS);
    expect((await doors[1]!()).status).toBe(422);
  });

  it('are not those that were mailed: a company may come from one address', async () => {
    const { email } = await makeUser(api);
    const mailbox = new Mailbox(api);
    const ip = newAddress();
    await ask(ip, 'forgot-password', { email }).expect(202);
    await drain(api);
    const token = tokenIn(await mailbox.only(email), 'reset-password');
    for (let time = 0; time < 40; time++) {
      const { body } = await ask(ip, 'inspect-token', { purpose: 'reset-password', token }).expect(200);
      expect(body.state).toBe('usable');
    }
  });
});
