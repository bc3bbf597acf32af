import type { AuditEventDto, AuditPageDto } from '../src/audit/audit.dto';
import { makeRole, makeUser, signedInUser } from './builders';
import { fieldsOf, queriesOf, readAll, requestsOf, type Requests } from './requests';
import { startApp, type TestApp } from './start-app';

const DAY_MS = 86_400_000;

describe('the list of events', () => {
  let api: TestApp;
  let admin: Requests;
  let adminId: string;
  let person: { id: string; name: string };
  /** When the first and the last event happened. */
  let moments: string[];

  beforeAll(async () => {
    api = await startApp();
    api.clock.advance(-10 * DAY_MS);
    person = await makeUser(api, { name: 'Grace Hopper', email: 'grace@example.com' });
    for (let index = 0; index < 3; index += 1)
      await api.http.post('/v1/auth/login').send({ email: 'grace@example.com', password: 'wrong' }).expect(401);
    api.clock.advance(10 * DAY_MS);
    const { user, tokens } = await signedInUser(api, { role: 'ADMIN', name: 'Root' });
    adminId = user.id;
    admin = requestsOf(api, tokens);
    await admin.patch(`/v1/users/${person.id}`, { disabled: true }).set('user-agent', 'Tests/1.0').expect(200);
    await admin.patch(`/v1/users/${person.id}`, { disabled: false }).expect(200);
    await admin.post('/v1/resources', { title: 'Plan' }).expect(201);
    moments = (await readAll<AuditEventDto>(admin, '/v1/audit-events?limit=100')).map(({ occurredAt }) => occurredAt);
  });
  afterAll(() => api.close());

  const actionsOf = async (query: string) =>
    (await readAll<AuditEventDto>(admin, `/v1/audit-events?limit=100&${query}`)).map(({ action }) => action);

  it('shows the newest first, with names, where from, and what changed', async () => {
    const { items } = (await admin.get('/v1/audit-events').expect(200)).body as AuditPageDto;
    expect(items.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'resource.create success',
      'user.enable success',
      'user.disable success',
      'session.start success',
      ...Array.from({ length: 3 }, () => 'session.start failure'),
    ]);
    expect(items[2]).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      occurredAt: expect.stringMatching(/Z$/) as string,
      action: 'user.disable',
      apiKeyId: null,
      outcome: 'success',
      actorId: adminId,
      actorName: 'Root',
      actorRole: 'ADMIN',
      subjectKind: 'user',
      subjectId: person.id,
      subjectName: 'Grace Hopper',
      ip: expect.stringMatching(/^(127\.0\.0\.1|::1)$/) as string,
      userAgent: 'Tests/1.0',
      requestId: expect.stringMatching(/^[\w-]{8,64}$/) as string,
      before: { disabled: false },
      after: { disabled: true },
    });
  });

  it('finds by actor, action, subject, outcome and time, and by several at once', async () => {
    expect(await actionsOf(`actor=${adminId}`)).toHaveLength(4);
    expect(await actionsOf('action=user.enable')).toEqual(['user.enable']);
    expect(await actionsOf(`subject=${person.id}`)).toHaveLength(5);
    expect(await actionsOf('outcome=failure')).toHaveLength(3);
    expect(await actionsOf(`subject=${person.id}&outcome=success`)).toEqual(['user.enable', 'user.disable']);
    expect(await actionsOf(`actor=nobody`)).toEqual([]);
    expect(await actionsOf('actor=&subject=')).toHaveLength(7);
  });

  it('counts a day from its beginning to its end, and a moment exactly', async () => {
    const first = moments.at(-1) ?? '';
    const day = first.slice(0, 10);
    expect(await actionsOf(`from=${day}&to=${day}`)).toHaveLength(3);
    const today = (moments[0] ?? '').slice(0, 10);
    expect((await actionsOf(`from=${today}`)).length).toBeGreaterThanOrEqual(4);
    expect(await actionsOf(`to=${first}`)).toEqual([]);
    expect(await actionsOf(`from=${first}`)).toHaveLength(7);
  });

  it('neither repeats nor hides an event while new ones come', async () => {
    const before = await readAll<AuditEventDto>(admin, '/v1/audit-events?limit=100');
    const seen = await readAll<AuditEventDto>(admin, '/v1/audit-events?limit=2', async () => {
      await api.http.post('/v1/auth/login').send({ email: 'x@example.com', password: 'x' }).expect(401);
    });
    expect(seen.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    await api.database.execute(`DELETE FROM audit_events WHERE outcome = 'failure' AND subject_id IS NULL`);
  });

  it('reads a page with one query, however many events are on it', async () => {
    await admin.get('/v1/audit-events?limit=1');
    const query = jest.spyOn(api.database, 'query');
    await admin.get('/v1/audit-events?limit=100').expect(200);
    expect(queriesOf(query)).toHaveLength(1);
    query.mockRestore();
  });

  it.each([
    ['action=fly', 'action: is_in'],
    ['outcome=maybe', 'outcome: is_in'],
    ['from=yesterday', 'from: is_iso8601'],
    ['from=2026-13-01', 'from: is_iso8601'],
    ['from=2026-W48', 'from: matches'],
    ['to=2026-02-30', 'to: is_iso8601'],
    ['limit=101', 'limit: max'],
    ['cursor=x', 'cursor: cursor'],
    ['sort=action', 'sort: unknown_field'],
    [`actor=${'x'.repeat(37)}`, 'actor: text'],
  ])('refuses %s', async (query, fault) => {
    expect(fieldsOf(await admin.get(`/v1/audit-events?${query}`).expect(422))).toEqual([fault]);
  });

  it('is for those who may read it, and so is the overview', async () => {
    await makeRole(api, 'AUDITOR', { 'audit:read': 'any' });
    const auditor = requestsOf(api, (await signedInUser(api, { role: 'AUDITOR' })).tokens);
    const user = requestsOf(api, (await signedInUser(api)).tokens);
    for (const path of ['/v1/audit-events', '/v1/overview']) {
      await auditor.get(path).expect(200);
      await user.get(path).expect(403);
      await requestsOf(api).get(path).expect(401);
    }
  });
});
