import { AuditLog } from '../src/audit/audit-log';
import { Clock } from '../src/clock';
import { Config } from '../src/config';
import type { ClientInfo } from '../src/http/client-info';
import { Counters } from '../src/throttle/counters';
import { type Attempt, SignInThrottle } from '../src/throttle/sign-in-throttle';
import { eventsOf } from './audit-events';
import { startApp, type TestApp } from './start-app';

const INSTANCES = 10;
const APP_SECRET = 'an-app-secret-for-two-instances-XqZ71pLw0tRk';
const CLIENT: ClientInfo = {
  ip: '192.0.2.7',
  userAgent: 'test',
  requestId: 'test',
  isWebApp: true,
  isUnconfirmed: false,
  knownDevice: null,
};

let api: TestApp;
let count = 0;

beforeAll(async () => {
  api = await startApp();
});
afterAll(() => api.close());

const newAccount = () => `person-${(count += 1)}@example.com`;
const newAddress = () => `198.51.100.${(count += 1)}`;

/** Throttles that know nothing of each other but what is in the database. */
function instances(): SignInThrottle[] {
  const { app } = api;
  const parts = [app.get(AuditLog), app.get(Clock), app.get(Config), app.get(Counters)] as const;
  return Array.from({ length: INSTANCES }, () => new SignInThrottle(...parts));
}

/** As many as may be under way at once, before any of them is known to have failed. */
function beginEverywhere(each: (instance: SignInThrottle) => Promise<Attempt>[]): Promise<Attempt[]> {
  return Promise.all(instances().flatMap(each));
}

/** @returns how many of them were told that their password was wrong; the others hear nothing about it */
async function failTogether(attempts: readonly Attempt[]): Promise<number> {
  const [throttle] = instances();
  const refusals = await Promise.all(
    attempts.map((attempt) => api.database.write((tx) => throttle!.failed(tx, attempt))),
  );
  attempts.forEach(({ end }) => end());
  for (const refusal of refusals) if (refusal) expect(refusal.code).toBe('too_many_requests');
  return refusals.filter((refusal) => refusal === undefined).length;
}

describe('tries that are under way in many instances at the same moment', () => {
  it('are five for one account from one address, and the right password is none of those after them', async () => {
    const account = newAccount();
    const ip = newAddress();
    const attempts = await beginEverywhere((instance) =>
      Array.from({ length: 5 }, () => instance.begin(account, { ...CLIENT, ip })),
    );
    const [right, ...wrong] = attempts;
    const eventsBefore = (await eventsOf(api)).length;

    expect(await failTogether(wrong)).toBe(5);

    const [throttle] = instances();
    await expect(api.database.write((tx) => throttle!.succeeded(tx, right!))).rejects.toMatchObject({
      code: 'too_many_requests',
    });
    right!.end();
    const events = (await eventsOf(api)).slice(eventsBefore);
    // One for the pair, one for the account.
    expect(events.map(({ action }) => action)).toEqual(['session.throttle', 'session.throttle']);
  });

  it('are twenty for one account from many addresses', async () => {
    const account = newAccount();
    const attempts = await beginEverywhere((instance) =>
      Array.from({ length: 5 }, () => instance.begin(account, { ...CLIENT, ip: newAddress() })),
    );
    expect(await failTogether(attempts)).toBe(20);
  });

  it('are those for fifty accounts from one address', async () => {
    const ip = newAddress();
    const attempts = await beginEverywhere((instance) =>
      Array.from({ length: 8 }, () => instance.begin(newAccount(), { ...CLIENT, ip })),
    );
    expect(await failTogether(attempts)).toBe(50);
  });

  it('all get in with the right password', async () => {
    const account = newAccount();
    const attempts = await beginEverywhere((instance) =>
      Array.from({ length: 5 }, () => instance.begin(account, { ...CLIENT, ip: '192.0.2.8' })),
    );
    const [throttle] = instances();
    for (const attempt of attempts) await api.database.write((tx) => throttle!.succeeded(tx, attempt));
    attempts.forEach(({ end }) => end());
  });
});

describe('what one address has failed for', () => {
  const MINUTE_MS = 60_000;
  const fail = async (account: string, ip: string) => {
    const [throttle] = instances();
    return failTogether([await throttle!.begin(account, { ...CLIENT, ip })]);
  };

  const accountsOf = (ip: string) => {
    const counters = api.app.get(Counters);
    return counters.read(counters.keyOf('address', ip));
  };

  it('is one account, however often it fails, and is counted again once the counter began anew', async () => {
    const [account, other] = [newAccount(), newAccount()];
    const ip = newAddress();
    await fail(account, ip);
    api.clock.advance(9 * MINUTE_MS);
    await fail(account, ip);
    expect((await accountsOf(ip)).total).toBe(1);
    api.clock.advance(2 * MINUTE_MS);
    await fail(other, ip);
    expect((await accountsOf(ip)).total).toBe(1);
    // It failed less than ten minutes ago, but not since the counter began.
    await fail(account, ip);
    expect((await accountsOf(ip)).total).toBe(2);
  });
});

describe('another instance, or the same after a restart', () => {
  it('knows what has failed before', async () => {
    const first = await startApp({ APP_SECRET });
    const wrong = { email: 'nobody@example.com', password: 'wrong' };
    for (let time = 0; time < 6; time++) await first.http.post('/v1/auth/login').send(wrong);
    // The embedded database is open to one process only.
    await first.app.close();
    const second = await startApp({ APP_SECRET, DATABASE_URL: first.config.databaseUrl });

    await second.http.post('/v1/auth/login').send(wrong).expect(429);

    await second.close();
    await first.close();
  });
});
