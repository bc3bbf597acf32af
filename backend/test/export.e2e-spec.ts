import { Eraser } from '../src/personal-data/eraser';
import { ExportService } from '../src/personal-data/export.service';
import type { Caller } from '../src/access/caller';
import { eventsOf } from './audit-events';
import { PASSWORD, signedInUser, type TestUser } from './builders';
import { CANARIES, makeCanary } from './canaries';
import { requestsOf, type Requests } from './requests';
import { startApp, type TestApp } from './start-app';

type Export = { exportedAt: string } & Record<string, Record<string, unknown>[]>;

describe('the export of all that is stored about somebody', () => {
  let api: TestApp;
  let admin: Requests;
  let user: TestUser;
  let requests: Requests;

  beforeEach(async () => {
    api = await startApp();
    const { tokens } = await signedInUser(api, { role: 'ADMIN', name: 'Chief Officer' });
    admin = requestsOf(api, tokens);
    ({ user, requests } = await makeCanary(api, admin));
  });
  afterEach(() => api.close());

  const read = async (by = requests) => (await by.get('/v1/me/export').expect(200)).body as Export;

  it('is a file with everything there is', async () => {
    const deleted = (await requests.post('/v1/resources', { title: 'Deleted', body: 'x' }).expect(201)).body as {
      id: string;
    };
    await requests.delete(`/v1/resources/${deleted.id}`).expect(204);
    const answer = await requests.get('/v1/me/export').expect(200);
    expect(answer.headers).toMatchObject({
      'content-disposition': 'attachment; filename="latchkey-export.json"',
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    });
    const { account, apiKeys, sessions, resources, mails, linksInMails, whatYouDid, whatWasDoneToYou } =
      answer.body as Export;
    expect(account).toEqual([
      expect.objectContaining({ id: user.id, email: CANARIES.email, roleKey: 'USER', eraseAt: null }),
    ]);
    expect(sessions).toEqual([
      expect.objectContaining({ ip: CANARIES.ip, userAgent: CANARIES.userAgent, endedAt: null }),
    ]);
    expect(resources?.map(({ title, deletedAt }) => [title, deletedAt === null]).toSorted()).toEqual([
      ['Deleted', false],
      [CANARIES.title, true],
      [CANARIES.title, true],
    ]);
    expect(apiKeys).toEqual([expect.objectContaining({ name: `${CANARIES.title} I`, lastUsedIp: CANARIES.ip })]);
    expect(mails?.length).toBeGreaterThan(0);
    expect(linksInMails).toEqual(expect.arrayContaining([expect.objectContaining({ purpose: 'reset-password' })]));
    const acts = [...(whatYouDid ?? []), ...(whatWasDoneToYou ?? [])].map(
      ({ action, by }) => `${action as string} by ${by as string}`,
    );
    expect(acts).toEqual(
      expect.arrayContaining(['session.start by you', 'session.start by nobody', 'user.update by somebody else']),
    );
    expect(acts.filter((act) => act === 'user.export by you')).toHaveLength(1);
  });

  it('holds no secret, and nothing that is somebody else’s', async () => {
    const text = JSON.stringify(await read());
    const secrets = await api.database.query<Record<string, string | null>>(
      `SELECT u.password_hash AS a, s.token_salt AS b, t.salt AS c FROM users u JOIN sessions s ON s.user_id = u.id
       JOIN mailed_tokens t ON t.user_id = u.id WHERE u.id = ?`,
      [user.id],
    );
    const events = await api.database.query<{ hash: string; details: string }>(
      'SELECT details_hash AS hash, details FROM audit_events',
    );
    const salts = events.map(({ details }) => (JSON.parse(details) as { salt: string }).salt);
    const hidden = [...secrets.flatMap((row) => Object.values(row)), ...salts, ...events.map(({ hash }) => hash)];
    expect(hidden.length).toBeGreaterThan(10);
    expect(hidden.filter((secret) => secret !== null && text.includes(secret))).toEqual([]);
    // When the password was chosen is no secret.
    expect(text).not.toMatch(/argon2|"(?!passwordChangedAt")[a-z]*(salt|hash|password|generation)[a-z]*":/i);
    expect(text).not.toContain('Chief Officer');
    const { whatWasDoneToYou } = await read();
    const byOthers = whatWasDoneToYou?.filter(({ by }) => by === 'somebody else') ?? [];
    expect(byOthers.length).toBeGreaterThan(0);
    for (const event of byOthers) expect(event).toMatchObject({ ip: null, userAgent: null });
  });

  it('takes a recent proof of identity, so that a stolen session does not carry everything away', async () => {
    api.clock.advance(11 * 60_000);
    const { body, headers } = await requests.get('/v1/me/export').expect(403);
    expect(body).toMatchObject({ code: 'reauthentication_required' });
    expect(headers).not.toHaveProperty('content-disposition');
  });

  it('has every row of somebody with more than fits a page', async () => {
    const titles = Array.from({ length: 401 }, (_, index) => `Title ${index}`);
    for (const [index, title] of titles.entries()) {
      await api.database.execute(
        `INSERT INTO resources (id, owner_id, title, title_key, body, visibility, version, created_at, updated_at)
         VALUES (?, ?, ?, 'x', '', 'private', 1, ?, 1)`,
        [`resource-${String(index).padStart(5, '0')}`, user.id, title, Math.floor(index / 7)],
      );
    }
    const { resources } = await read();
    expect(resources?.slice(0, titles.length).map(({ title }) => title)).toEqual(titles);
  });

  it('is recorded', async () => {
    await read();
    expect((await eventsOf(api)).at(-1)).toMatchObject({ action: 'user.export', actorId: user.id, subjectId: user.id });
  });

  it('is whole however much there is, and is read no faster than it is taken', async () => {
    const now = api.clock.now();
    for (let first = 0; first < 3_000; first += 500) {
      const rows = Array.from({ length: 500 }, (_, index) => [
        `event-${first + index}`,
        now + ((first + index) % 7),
        user.id,
      ]);
      await api.database.execute(
        `INSERT INTO audit_events (id, occurred_at, actor_id, action, outcome, request_id, details_hash)
         VALUES ${rows.map(() => `(?, ?, ?, 'session.start', 'success', 'request', 'hash')`).join(', ')}`,
        rows.flat(),
      );
    }
    const { whatYouDid } = await read();
    const ids = whatYouDid?.map(({ id }) => id as string).filter((id) => id.startsWith('event-'));
    expect(new Set(ids).size).toBe(3_000);
    expect(ids).toHaveLength(3_000);
    const query = jest.spyOn(api.database, 'query');
    const caller = {
      actor: { userId: user.id, role: 'USER', account: { email: user.email } },
      client: { ip: '', userAgent: '', requestId: 'r' },
    };
    const stream = await api.app.get(ExportService).exportOf(caller as unknown as Caller);
    await new Promise((resolve) => stream.once('readable', resolve));
    await new Promise((resolve) => setTimeout(resolve, 200));
    // Only a few tables of the six have been looked at while nobody takes anything.
    expect(query.mock.calls.filter(([sql]) => sql.includes('FROM audit_events'))).toHaveLength(0);
    stream.destroy();
    query.mockRestore();
  }, 60_000);

  it('breaks off and does not look whole when the database goes away half-way', async () => {
    const query = api.database.query.bind(api.database);
    const spy = jest.spyOn(api.database, 'query').mockImplementation(async (sql, parameters) => {
      if (sql.includes('FROM audit_events e')) throw new Error('The database is gone');
      return query(sql, parameters);
    });
    await expect(requests.get('/v1/me/export')).rejects.toThrow();
    spy.mockRestore();
    await read();
  });

  it('is there until the end', async () => {
    await requests.delete('/v1/me', { currentPassword: PASSWORD }).expect(204);
    const { body } = await api.http.post('/v1/auth/login').send({ email: user.email, password: PASSWORD }).expect(200);
    const back = requestsOf(api, body);
    const { account } = await read(back);
    expect(account?.[0]?.eraseAt).toEqual(expect.any(String));
    api.clock.advance(14 * 86_400_000 + 60_000);
    expect(await api.app.get(Eraser).purge()).toBe(1);
  });
});
