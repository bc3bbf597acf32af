import { AuditSealer } from '../src/audit/audit-sealer';
import { verifyChain } from '../src/audit/verify';
import { personalDataOf } from '../src/database/personal';
import { ENTITIES } from '../src/entities';
import { Eraser } from '../src/personal-data/eraser';
import { MailWorker } from '../src/mail/mail-worker';
import { eventsOf } from './audit-events';
import { makeUser, PASSWORD, signedInUser, type TestUser } from './builders';
import { allRows, CANARIES, makeCanary, tracesOf } from './canaries';
import { drain, Mailbox } from './mailbox';
import { requestsOf, type Requests } from './requests';
import { startApp, type TestApp } from './start-app';

const DAY_MS = 86_400_000;
const GRACE_MS = 14 * DAY_MS;

describe('the erasure of a person', () => {
  let api: TestApp;
  let admin: Requests;
  let user: TestUser;
  let requests: Requests;
  let mailbox: Mailbox;

  beforeEach(async () => {
    api = await startApp();
    mailbox = new Mailbox(api);
    admin = requestsOf(api, (await signedInUser(api, { role: 'ADMIN' })).tokens);
    ({ user, requests } = await makeCanary(api, admin));
  });
  afterEach(() => api.close());

  const purge = () => api.app.get(Eraser).purge();
  const askForIt = () => requests.delete('/v1/me', { currentPassword: PASSWORD }).expect(204);
  const erase = async () => {
    await askForIt();
    api.clock.advance(GRACE_MS + 1);
    expect(await purge()).toBe(1);
  };
  const farewells = async () => {
    const mails = await mailbox.newFor(CANARIES.email);
    return mails.filter(({ subject }) => subject === 'Your account was deleted').length;
  };

  it('begins with traces in every table that is declared to hold any', async () => {
    const personal = ENTITIES.filter((entity) => personalDataOf(entity)?.of);
    const tables = api.database.manager.dataSource.entityMetadatas
      .filter(({ target }) => personal.some((entity) => entity === target))
      .map(({ tableName }) => tableName);
    const traced = new Set((await tracesOf(api.database, user)).map((place) => place.split('.')[0]));
    // A new table is missing here until `makeCanary` leaves something in it.
    expect(traced).toEqual(new Set(tables));
    for (const [table, rows] of await allRows(api.database)) expect([table, rows.length > 0]).toEqual([table, true]);
  });

  it('leaves nothing of them anywhere, but ids that lead to nobody in the record', async () => {
    await erase();
    await drain(api);
    expect(await tracesOf(api.database, user)).toEqual(['audit_events.actor_id', 'audit_events.subject_id']);
    await admin.get(`/v1/users/${user.id}`).expect(401);
    const fresh = requestsOf(api, (await signedInUser(api, { role: 'ADMIN' })).tokens);
    await fresh.get(`/v1/users/${user.id}`).expect(404);
    await api.http.post('/v1/auth/login').send({ email: CANARIES.email, password: PASSWORD }).expect(401);
  });

  it('leaves the chain of the record whole, and says that it happened', async () => {
    await erase();
    await api.app.get(AuditSealer).seal();
    const { fault, verified, unsealed } = await verifyChain(api.database);
    expect(fault).toBeUndefined();
    expect(unsealed).toBe(0);
    const events = await eventsOf(api);
    expect(verified).toBe(events.length);
    expect(events.at(-1)).toMatchObject({ action: 'user.erase', subjectId: user.id, actorId: null, ip: '' });
  });

  it('tells them, once, at the address that nobody knows afterwards', async () => {
    await erase();
    expect(await farewells()).toBe(1);
    await mailbox.newFor(CANARIES.email);
    expect(await api.database.query('SELECT * FROM mails WHERE recipient = ?', [CANARIES.email])).toEqual([]);
  });

  it('touches nobody else', async () => {
    const bystander = await makeUser(api, { name: 'Bystander' });
    const tokens = await signedInUser(api);
    await requestsOf(api, tokens.tokens).post('/v1/resources', { title: 'Mine', visibility: 'internal' }).expect(201);
    await askForIt();
    await drain(api);
    const isOthers = (row: Record<string, unknown>) => !JSON.stringify(row).includes(user.id);
    const others = async () =>
      [...(await allRows(api.database))]
        .filter(([table]) => !['audit_chains', 'audit_days', 'audit_events', 'mails'].includes(table))
        .map(([table, rows]) => [table, rows.filter(isOthers)]);
    const before = await others();
    const ofOthers = async () => {
      await api.app.get(AuditSealer).seal();
      return (await eventsOf(api)).filter(({ subjectId, actorId }) =>
        [bystander.id, tokens.user.id].includes(actorId ?? subjectId ?? ''),
      );
    };
    const events = await ofOthers();
    api.clock.advance(GRACE_MS + 1);
    expect(await purge()).toBe(1);
    expect(await others()).toEqual(before);
    expect(events.length).toBeGreaterThan(0);
    expect(await ofOthers()).toEqual(events);
  });

  it('does not come before its time', async () => {
    await askForIt();
    api.clock.advance(GRACE_MS - 60_000);
    expect(await purge()).toBe(0);
    await api.http.post('/v1/auth/login').send({ email: CANARIES.email, password: PASSWORD }).expect(200);
  });

  it('does not come when they stayed after all', async () => {
    await askForIt();
    const back = requestsOf(
      api,
      (await api.http.post('/v1/auth/login').send({ email: CANARIES.email, password: PASSWORD })).body,
    );
    await back.post('/v1/me/keep').expect(204);
    api.clock.advance(GRACE_MS + 1);
    expect(await purge()).toBe(0);
  });

  it('happens once when several instances come to it', async () => {
    await askForIt();
    api.clock.advance(GRACE_MS + 1);
    const counts = await Promise.all([purge(), purge(), purge()]);
    expect(counts.filter((count) => count === 1)).toHaveLength(1);
    expect(counts.filter((count) => count === 0)).toHaveLength(2);
    expect(await farewells()).toBe(1);
  });

  it('goes on wherever it was cut off, and there is no way back from where it began', async () => {
    await askForIt();
    api.clock.advance(GRACE_MS + 1);
    await api.app.get(MailWorker).idle();
    const write = api.database.write.bind(api.database);
    let cuts = 0;
    for (let erased = 0; erased === 0; cuts += 1) {
      expect(cuts).toBeLessThan(50);
      let left = cuts;
      const spy = jest.spyOn(api.database, 'write').mockImplementation(async (work) => {
        if (left === 0) throw new Error('The power is gone');
        left -= 1;
        return write(work);
      });
      erased = await purge();
      spy.mockRestore();
      if (erased === 0 && cuts > 0) {
        // Begun, so neither its owner nor an administrator gets it back.
        await api.http.post('/v1/auth/login').send({ email: CANARIES.email, password: PASSWORD }).expect(401);
      }
    }
    expect(cuts).toBeGreaterThan(4);
    const fresh = requestsOf(api, (await signedInUser(api, { role: 'ADMIN' })).tokens);
    await fresh.post(`/v1/users/${user.id}/restore`).expect(404);
    expect(await farewells()).toBe(1);
    expect((await eventsOf(api)).filter(({ action }) => action === 'user.erase')).toHaveLength(1);
    expect((await tracesOf(api.database, user)).filter((place) => !place.startsWith('audit_events.'))).toEqual([]);
  });

  it('cannot be taken back by an administrator once it has begun', async () => {
    await askForIt();
    await api.database.execute('UPDATE users SET erase_at = 0, disabled_at = 1 WHERE id = ?', [user.id]);
    await admin.post(`/v1/users/${user.id}/restore`).expect(409);
    await admin.patch(`/v1/users/${user.id}`, { disabled: false }).expect(409);
    expect(await purge()).toBe(1);
  });

  it('is not stopped for the others by one who cannot be erased yet', async () => {
    await askForIt();
    const other = await makeUser(api);
    await api.database.execute('UPDATE users SET erase_at = 1 WHERE id = ?', [other.id]);
    api.clock.advance(GRACE_MS + 1);
    const spy = jest.spyOn(api.database, 'write').mockImplementationOnce(async () => {
      throw new Error('This one is stuck');
    });
    expect(await purge()).toBe(1);
    spy.mockRestore();
    expect(await purge()).toBe(1);
  });
});

describe('somebody with very much', () => {
  it('is erased in small units of work, between which others have their turn', async () => {
    const api = await startApp();
    const { user, tokens } = await signedInUser(api);
    await requestsOf(api, tokens).delete('/v1/me', { currentPassword: PASSWORD }).expect(204);
    const [now, count] = [api.clock.now(), 2_300];
    for (let first = 0; first < count; first += 100) {
      const ids = Array.from(
        { length: 100 },
        (_, index) => `${user.id.slice(0, 24)}${String(first + index).padStart(12, '0')}`,
      );
      const resources = ids.map(() => `(?, ?, 'x', 'x', 'x', 'private', 1, ?, ?)`).join(', ');
      await api.database.execute(
        `INSERT INTO resources (id, owner_id, title, title_key, body, visibility, version, created_at, updated_at) VALUES ${resources}`,
        ids.flatMap((id) => [id, user.id, now, now]),
      );
      const events = ids.map(() => `(?, ?, ?, 'session.start', 'success', 'request', '{}', 'hash')`).join(', ');
      await api.database.execute(
        `INSERT INTO audit_events (id, occurred_at, actor_id, action, outcome, request_id, details, details_hash) VALUES ${events}`,
        ids.flatMap((id, index) => [id, now + (index % 3), user.id]),
      );
    }
    api.clock.advance(GRACE_MS + 1);
    const write = jest.spyOn(api.database, 'write');
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    expect(await api.app.get(Eraser).purge()).toBe(1);
    clearInterval(timer);
    expect(turns).toBeGreaterThanOrEqual(8);
    // Begin, finish, and for 2,300 resources and as many events at least five each.
    expect(write.mock.calls.length).toBeGreaterThanOrEqual(12);
    const left = await api.database.query(`SELECT id FROM audit_events WHERE actor_id = ? AND details IS NOT NULL`, [
      user.id,
    ]);
    expect(left).toEqual([]);
    expect(await api.database.query('SELECT id FROM resources')).toEqual([]);
    await api.close();
  }, 60_000);
});
