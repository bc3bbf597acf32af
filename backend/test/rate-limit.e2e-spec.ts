import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { makeUser, PASSWORD, signedInUser } from './builders';
import { requestsOf } from './requests';
import { startApp, type TestApp } from './start-app';
import { askFrom, newAddress } from './web-client';

let api: TestApp;

beforeAll(async () => {
  api = await startApp();
});
afterAll(() => api.close());

const policyOf = ({ headers }: Response) => headers['ratelimit-policy'];
const restOf = ({ headers }: Response) => headers['ratelimit'];

const ask = (ip: string, path: string, body: object) => askFrom(api, ip, `/v1/auth/${path}`, body);

describe('the RateLimit headers', () => {
  it('tell how many wrong passwords are left, and that a right one makes good for them', async () => {
    const { email } = await makeUser(api);
    const ip = newAddress();
    const wrong = () => ask(ip, 'login', { email, password: 'wrong' });
    const first = await wrong().expect(401);
    expect(policyOf(first)).toBe('"sign-in";q=5;w=86400');
    expect(restOf(first)).toBe('"sign-in";r=4;t=86400');
    expect(restOf(await wrong().expect(401))).toBe('"sign-in";r=3;t=86400');
    expect(restOf(await ask(ip, 'login', { email, password: PASSWORD }).expect(200))).toBe('"sign-in";r=5;t=86400');
  });

  it('say when to come again, as Retry-After does', async () => {
    const ip = newAddress();
    const wrong = () => ask(ip, 'login', { email: 'ada@nowhere.example', password: 'wrong' });
    for (let time = 0; time < 4; time++) await wrong().expect(401);
    expect(restOf(await wrong().expect(401))).toBe('"sign-in";r=0;t=1');
    const refused = await wrong().expect(429);
    expect(restOf(refused)).toBe('"sign-in";r=0;t=1');
    expect(refused.headers['retry-after']).toBe('1');
  });

  it('are the same for an account that there is and one that there is not', async () => {
    const known = await makeUser(api);
    const disabled = await makeUser(api, { isDisabled: true });
    const emails = [known.email, disabled.email, `${randomUUID()}@example.com`];
    const sequences = await Promise.all(
      emails.map(async (email) => {
        const seen: (string | undefined)[] = [];
        const ip = newAddress();
        for (let time = 0; time < 6; time++) {
          const answer = await ask(ip, 'login', { email, password: 'wrong' });
          seen.push(String(answer.status), policyOf(answer), restOf(answer)?.replace(/t=.*/, ''));
        }
        for (const path of ['forgot-password', 'resend-verification']) {
          const answer = await ask(ip, path, { email });
          seen.push(String(answer.status), policyOf(answer), restOf(answer)?.replace(/t=.*/, ''));
        }
        return seen;
      }),
    );
    expect(sequences[1]).toEqual(sequences[0]);
    expect(sequences[2]).toEqual(sequences[0]);
  });

  it('do not tell what others do to the same account, before it refuses', async () => {
    const { email } = await makeUser(api);
    for (let time = 0; time < 20; time++) await ask(newAddress(), 'login', { email, password: 'wrong' }).expect(401);
    const refused = await ask(newAddress(), 'login', { email, password: 'wrong' }).expect(429);
    expect(policyOf(refused)).toBe('"sign-in-account";q=20;w=3600');
    expect(restOf(refused)).toMatch(/^"sign-in-account";r=0;t=3\d{3}$/);
  });

  it('tell how many mails and links are left', async () => {
    const ip = newAddress();
    const mailed = await ask(ip, 'forgot-password', { email: 'x@example.com' }).expect(202);
    expect([policyOf(mailed), restOf(mailed)]).toEqual(['"mail";q=30;w=600', '"mail";r=29;t=600']);
    const invented = await ask(ip, 'verify-email', { token: 'lkm_invented' }).expect(422);
    expect([policyOf(invented), restOf(invented)]).toEqual(['"link";q=20;w=600', '"link";r=19;t=600']);
  });

  it('are with whoever proves who they are, too', async () => {
    const requests = requestsOf(api, (await signedInUser(api)).tokens);
    const wrong = await requests.post('/v1/auth/reauthenticate', { password: 'wrong' }).expect(422);
    expect(restOf(wrong)).toBe('"sign-in";r=4;t=86400');
    expect(restOf(await requests.get('/v1/me').expect(200))).toBeUndefined();
  });
});
