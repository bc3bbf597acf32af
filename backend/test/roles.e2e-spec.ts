import { ADMIN_GRANTS } from '../src/access/permissions';
import type { RoleDto } from '../src/roles/roles.dto';
import { makeRole, makeUser, signedInUser } from './builders';
import { fieldsOf, requestsOf, type Requests } from './requests';
import { startApp, type TestApp } from './start-app';

describe('roles', () => {
  let api: TestApp;
  let admin: Requests;

  beforeEach(async () => {
    api = await startApp();
    admin = requestsOf(api, (await signedInUser(api, { role: 'ADMIN' })).tokens);
  });
  afterEach(() => api.close());

  const create = (role: Partial<RoleDto> | Record<string, unknown>) =>
    admin.post('/v1/roles', { key: 'CLERK', name: 'Clerk', grants: {}, ...role });
  const update = (key: string, version: number, role: Record<string, unknown>) =>
    admin.put(`/v1/roles/${key}`, { name: 'Clerk', grants: {}, ...role }).set('if-match', `"${version}"`);
  const listed = async (key: string) => {
    const { body } = await admin.get('/v1/roles').expect(200);
    return (body as { items: RoleDto[] }).items.find((role) => role.key === key);
  };

  it('are listed with what they grant, the built-in ones first', async () => {
    await makeRole(api, 'A_FIRST', { 'users:read': 'any', 'no-such:permission': 'any', 'users:update': 'own' });
    const { body } = await admin.get('/v1/roles').expect(200);
    const { items } = body as { items: RoleDto[] };
    expect(items.map(({ key }) => key)).toEqual(['ADMIN', 'USER', 'A_FIRST']);
    expect(items[0]).toMatchObject({ name: 'Administrator', builtIn: true, inUse: true, grants: ADMIN_GRANTS });
    const grants = { 'users:read': 'any' };
    expect(items[2]).toEqual({ key: 'A_FIRST', name: 'A_FIRST', builtIn: false, inUse: false, grants, version: 1 });
  });

  it('are made with the grants they are to have, in the order of the table', async () => {
    const grants = { 'users:read': 'any', 'resources:read': 'own' };
    const answer = await create({ grants }).expect(201);
    const role = { key: 'CLERK', name: 'Clerk', builtIn: false, inUse: false, grants, version: 1 };
    expect(answer.body).toEqual(role);
    expect(answer.headers.etag).toBe('"1"');
    expect(await listed('CLERK')).toEqual(role);
  });

  it.each([
    [{ key: 'clerk' }, 'key: matches'],
    [{ key: 'C' }, 'key: matches'],
    [{ key: '1ST' }, 'key: matches'],
    [{ key: 'A'.repeat(65) }, 'key: matches'],
    [{ key: 7 }, 'key: matches'],
    [{ key: 'USER' }, 'key: in_use'],
    [{ name: '' }, 'name: text'],
    [{ name: 'x'.repeat(101) }, 'name: text'],
    [{ grants: [] }, 'grants: is_object'],
    [{ grants: null }, 'grants: is_object'],
    [{ grants: { 'users:fly': 'any' } }, 'grants.users:fly: unknown_permission'],
    [{ grants: { toString: 'any' } }, 'grants.toString: unknown_permission'],
    [{ grants: { 'users:read': 'own' } }, 'grants.users:read: unknown_reach'],
    [{ grants: { 'resources:read': 'all' } }, 'grants.resources:read: unknown_reach'],
    [{ grants: { 'resources:read': null } }, 'grants.resources:read: unknown_reach'],
    [{ builtIn: true }, 'builtIn: unknown_field'],
  ])('are refused with %j', async (change, fault) => {
    expect(fieldsOf(await create(change).expect(422))).toEqual([fault]);
    expect(await listed('CLERK')).toBeUndefined();
  });

  it('act on whoever has them at once here, and within a second elsewhere, when they change', async () => {
    await create({ grants: { 'users:read': 'any' } }).expect(201);
    const { tokens } = await signedInUser(api, { role: 'CLERK' });
    const clerk = requestsOf(api, tokens);
    await clerk.get('/v1/users').expect(200);
    await update('CLERK', 1, { grants: { 'roles:read': 'any' } }).expect(200);
    await clerk.get('/v1/users').expect(403);
    await clerk.get('/v1/roles').expect(200);
    expect((await clerk.get('/v1/me').expect(200)).body).toMatchObject({ permissions: { 'roles:read': 'any' } });
  });

  it('conflict visibly when two people change one at once: one wins, the other is told', async () => {
    await create({}).expect(201);
    const answers = await Promise.all(
      ['users:read', 'roles:read'].map((permission) => update('CLERK', 1, { grants: { [permission]: 'any' } })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 412]));
    const refused = answers.find(({ status }) => status === 412);
    expect(refused?.body).toMatchObject({ code: 'version_mismatch' });
    expect((await listed('CLERK'))?.version).toBe(2);
  });

  it('are changed by nobody who has not seen them', async () => {
    await create({}).expect(201);
    const blind = await admin.put('/v1/roles/CLERK', { name: 'Blind', grants: {} }).expect(412);
    expect(blind.body).toMatchObject({
      code: 'version_mismatch',
      detail: expect.stringContaining('If-Match') as string,
    });
    await update('CLERK', 9, { name: 'Stale' }).expect(412);
    expect(await listed('CLERK')).toMatchObject({ name: 'Clerk', version: 1 });
  });

  it('keep ADMIN as it is, whatever is asked of it', async () => {
    const { version = 0 } = (await listed('ADMIN')) ?? {};
    const answer = await update('ADMIN', version, { grants: {} }).expect(409);
    expect(answer.body).toMatchObject({ code: 'conflict' });
    expect((await admin.delete('/v1/roles/ADMIN').expect(409)).body).toMatchObject({ code: 'conflict' });
    expect(await listed('ADMIN')).toMatchObject({ grants: ADMIN_GRANTS });
  });

  it('let USER be changed and not deleted', async () => {
    const { version = 0 } = (await listed('USER')) ?? {};
    const { tokens } = await signedInUser(api);
    await update('USER', version, { name: 'Guest', grants: { 'resources:read': 'own' } }).expect(200);
    await requestsOf(api, tokens).post('/v1/resources', { title: 'x' }).expect(403);
    await admin.delete('/v1/roles/USER').expect(409);
  });

  it('are deleted only while nobody has them', async () => {
    await create({}).expect(201);
    const { id } = await makeUser(api, { role: 'CLERK' });
    expect(await listed('CLERK')).toMatchObject({ inUse: true });
    expect((await admin.delete('/v1/roles/CLERK').expect(409)).body).toMatchObject({ code: 'conflict' });
    await admin.put(`/v1/users/${id}/role`, { role: 'USER' }).expect(200);
    await admin.delete('/v1/roles/CLERK').expect(204);
    await admin.delete('/v1/roles/CLERK').expect(404);
    await admin.delete('/v1/roles/not%20a%20key').expect(404);
  });

  it('are never given and deleted at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      await create({}).expect(201);
      const { id } = await makeUser(api);
      const [given, deleted] = await Promise.all([
        admin.put(`/v1/users/${id}/role`, { role: 'CLERK' }),
        admin.delete('/v1/roles/CLERK'),
      ]);
      expect([
        [200, 409],
        [422, 204],
      ]).toContainEqual([given.status, deleted.status]);
      if (given.status !== 200) continue;
      await admin.put(`/v1/users/${id}/role`, { role: 'USER' }).expect(200);
      await admin.delete('/v1/roles/CLERK').expect(204);
    }
  });

  it('are edited by nobody else, whatever they are granted', async () => {
    await makeRole(api, 'ALMOST', ADMIN_GRANTS);
    const { tokens } = await signedInUser(api, { role: 'ALMOST' });
    const almost = requestsOf(api, tokens);
    await almost.get('/v1/roles').expect(200);
    await almost.post('/v1/roles', { key: 'MINE', name: 'Mine', grants: {} }).expect(403);
    await almost.put('/v1/roles/USER', { name: 'x', grants: {} }).set('if-match', '"1"').expect(403);
    await almost.delete('/v1/roles/ALMOST').expect(403);
    await requestsOf(api).get('/v1/roles').expect(401);
    await requestsOf(api, (await signedInUser(api)).tokens)
      .get('/v1/roles')
      .expect(403);
  });
});
