import { AuditPurgeService } from '../src/audit/audit-purge.service';
import { AuditSealer } from '../src/audit/audit-sealer';
import { verifyChain } from '../src/audit/verify';
import { eventsOf } from './audit-events';
import { makeUser, PASSWORD, signedInUser } from './builders';
import { requestsOf } from './requests';
import { startApp, type TestApp } from './start-app';
import { MYSQL_URL } from './test-database';

const DAY_MS = 86_400_000;

describe('the chain of events', () => {
  let api: TestApp;
  beforeEach(async () => {
    api = await startApp({ RATE_LIMITS: 'off' });
  });
  afterEach(() => api.close());

  const seal = () => api.app.get(AuditSealer).seal();
  const verify = (noted?: { sequence: number; hash: string }) => verifyChain(api.database, noted);
  /** So many sign-ins that failed. */
  const addEvents = async (count: number, to = api) => {
    for (let index = 0; index < count; index += 1)
      await to.http.post('/v1/auth/login').send({ email: 'nobody@example.com', password: 'x' }).expect(401);
  };
  const faultAfter = async (sql: string, ...parameters: (string | number)[]) => {
    expect(await api.database.execute(sql, parameters)).toBeGreaterThan(0);
    return (await verify()).fault;
  };

  it('holds every event once, without a gap, soon after it was written', async () => {
    await addEvents(5);
    const deadline = Date.now() + 5_000;
    while ((await verify()).unsealed > 0 && Date.now() < deadline) await new Promise((done) => setTimeout(done, 20));
    expect(await verify()).toMatchObject({ verified: 5, unsealed: 0 });
    expect((await eventsOf(api)).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
  });

  it('is right when it is empty', async () => {
    expect(await verify()).toEqual({ verified: 0, unsealed: 0, end: { sequence: 0, hash: '0'.repeat(64) } });
  });

  it('is one chain however many write and seal at once, on several instances where the database is a server', async () => {
    const others = MYSQL_URL ? [await startApp({ RATE_LIMITS: 'off', DATABASE_URL: api.config.databaseUrl })] : [];
    const apis = [api, ...others];
    try {
      await Promise.all(
        Array.from({ length: 60 }, async (_, index) => {
          const one = apis[index % apis.length]!;
          await addEvents(1, one);
          if (index % 5 === 0) await one.app.get(AuditSealer).seal();
        }),
      );
      await Promise.all(apis.map((one) => one.app.get(AuditSealer).seal()));
      expect(await verify()).toMatchObject({ verified: 60, unsealed: 0 });
      expect((await verify()).fault).toBeUndefined();
    } finally {
      for (const other of others) await other.close();
    }
  });

  it('goes on where an instance was killed between the commit and the seal', async () => {
    const { app } = api;
    await addEvents(2);
    await seal();
    // Written, and nobody there to seal it, also none that was woken before: as another instance left it that is no more.
    await app.get(AuditSealer).onApplicationShutdown();
    await addEvents(1);
    expect(await verify()).toMatchObject({ verified: 2, unsealed: 1 });
    await seal();
    expect(await verify()).toMatchObject({ verified: 3, unsealed: 0 });
  });

  it.each([
    ['an actor', `UPDATE audit_events SET actor_id = 'somebody-else' WHERE sequence = 3`, /^Event 3 was changed/],
    ['an action', `UPDATE audit_events SET action = 'session.end' WHERE sequence = 3`, /^Event 3 was changed/],
    ['an outcome', `UPDATE audit_events SET outcome = 'success' WHERE sequence = 1`, /^Event 1 was changed/],
    ['a moment', 'UPDATE audit_events SET occurred_at = occurred_at - 1 WHERE sequence = 5', /^Event 5 was changed/],
    [
      'a detail',
      `UPDATE audit_events SET details = '{"ip":"192.0.2.9"}' WHERE sequence = 2`,
      /^Event 2 was changed: its details/,
    ],
    [
      'the hash of its details',
      `UPDATE audit_events SET details_hash = 'f' WHERE sequence = 2`,
      /^Event 2 was changed/,
    ],
    ['a hash', `UPDATE audit_events SET hash = 'f' WHERE sequence = 4`, /^Event 4 was changed/],
    ['the end', `UPDATE audit_chains SET hash = 'f'`, /^The end of the chain is not the one/],
  ])('shows that %s was changed', async (_what, sql, fault) => {
    await addEvents(5);
    await seal();
    expect((await verify()).fault).toBeUndefined();
    expect(await faultAfter(sql)).toMatch(fault);
  });

  it.each([
    ['in the middle', 'DELETE FROM audit_events WHERE sequence = 3', /^Event 3 was removed/],
    ['at the beginning', 'DELETE FROM audit_events WHERE sequence = 1', /^Event 1 was removed/],
    [
      'at the end',
      'DELETE FROM audit_events WHERE sequence > 3',
      /^The last events were removed: 5 were sealed, 3 are there/,
    ],
    ['altogether', 'DELETE FROM audit_events', /^The last events were removed/],
    ['with its row', 'DELETE FROM audit_chains', /^Event 1 was inserted behind the end/],
  ])('shows that events were removed %s', async (_where, sql, fault) => {
    await addEvents(5);
    await seal();
    expect(await faultAfter(sql)).toMatch(fault);
  });

  it('shows an event that was inserted, at the end or in the place of another', async () => {
    await addEvents(3);
    await seal();
    const columns = `occurred_at, actor_id, actor_role, action, subject_kind, subject_id, outcome, request_id, details, details_hash`;
    const copy = (id: string, sequence: number) =>
      api.database.execute(
        `INSERT INTO audit_events (id, sequence, hash, ${columns})
         SELECT ?, ?, hash, ${columns} FROM audit_events WHERE sequence = 2`,
        [id, sequence],
      );
    await copy('01890000-0000-7000-8000-000000000009', 4);
    expect((await verify()).fault).toMatch(/^Event 4 was changed, or put in the place/);
    await api.database.execute('DELETE FROM audit_events WHERE sequence IN (3, 4)');
    await copy('01890000-0000-7000-8000-000000000008', 3);
    expect((await verify()).fault).toMatch(/^Event 3 was changed, or put in the place/);
  });

  it('shows that it was rewritten with all its hashes, to whoever noted its end before', async () => {
    await addEvents(3);
    await seal();
    const { end } = await verify();
    await addEvents(1);
    await seal();
    expect((await verify(end)).fault).toBeUndefined();
    // Everything forgotten and sealed anew, after one event was changed: consistent in itself.
    await api.database.execute(`UPDATE audit_events SET outcome = 'success' WHERE sequence = 2`);
    await api.database.execute('UPDATE audit_events SET sequence = NULL, hash = NULL');
    await api.database.execute(`UPDATE audit_chains SET sequence = 0, hash = ?`, ['0'.repeat(64)]);
    await seal();
    expect((await verify()).fault).toBeUndefined();
    expect((await verify(end)).fault).toMatch(/^The chain was rewritten: event 3/);
    expect((await verify({ ...end, sequence: 9 })).fault).toMatch(/^The chain was cut: event 9/);
  });

  it('can be verified when what speaks of a person was erased, and after old events were purged', async () => {
    await addEvents(3);
    await seal();
    await api.database.execute('UPDATE audit_events SET details = NULL WHERE sequence = 2');
    expect(await verify()).toMatchObject({ verified: 3 });
    api.clock.advance(366 * DAY_MS);
    await addEvents(2);
    await seal();
    const { end } = await verify();
    const purge = () => api.app.get(AuditPurgeService).purge();
    expect(await purge()).toBe(3);
    expect(await purge()).toBe(0);
    expect(await eventsOf(api).then((events) => events.map(({ sequence }) => sequence))).toEqual([4, 5]);
    expect(await verify()).toMatchObject({ verified: 2, end: { sequence: 5 } });
    expect((await verify()).fault).toBeUndefined();
    expect((await verify({ sequence: 3, hash: 'f' })).fault).toMatch(/^The chain was rewritten: event 3/);
    expect((await verify({ sequence: 2, hash: 'f' })).fault).toMatch(/^Event 2 was purged/);
    expect((await verify(end)).fault).toBeUndefined();
    expect(await faultAfter('DELETE FROM audit_events WHERE sequence = 4')).toMatch(/^Event 4 was removed/);
  });

  it('keeps events for ever where the setting says so', async () => {
    const keeping = await startApp({ AUDIT_RETENTION_DAYS: '0' });
    await addEvents(1, keeping);
    await keeping.app.get(AuditSealer).seal();
    keeping.clock.advance(4_000 * DAY_MS);
    expect(await keeping.app.get(AuditPurgeService).purge()).toBe(0);
    await keeping.close();
  });

  it('counts sign-ins by day while it seals, for the overview', async () => {
    const { tokens } = await signedInUser(api, { role: 'ADMIN' });
    const { email } = await makeUser(api);
    await addEvents(2);
    await api.http.post('/v1/auth/login').send({ email, password: PASSWORD }).expect(200);
    await seal();
    const { body } = await requestsOf(api, tokens).get('/v1/overview').expect(200);
    const today = new Date(api.clock.now()).toISOString().slice(0, 10);
    const { signIns, ...counts } = body as { signIns: { day: string }[] };
    expect(signIns).toHaveLength(30);
    expect(signIns.at(-1)).toEqual({ day: today, succeeded: 2, failed: 2 });
    expect(counts).toMatchObject({ users: 2, disabledUsers: 0, activeToday: 2, activeSessions: 2 });
  });
});
