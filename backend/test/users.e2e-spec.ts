import type { UserDto } from '../src/users/users.dto';
import { makeRole, makeUser, signedInUser, signIn, type TestUser } from './builders';
import { fieldsOf, requestsOf, tracesOf, type Requests } from './requests';
import { startApp, type TestApp } from './start-app';

const NOBODY = '01890000-0000-7000-8000-000000000000';

describe('administration of people', () => {
  let api: TestApp;
  let admin: Requests;
  let adminUser: TestUser;

  beforeAll(async () => {
    api = await startApp();
    const signedIn = await signedInUser(api, { role: 'ADMIN' });
    adminUser = signedIn.user;
    admin = requestsOf(api, signedIn.tokens);
    await makeRole(api, 'SUPPORT', { 'users:read': 'any', 'users:update': 'any', 'users:set-role': 'any' });
    await makeRole(api, 'AUDITOR', { 'users:read': 'any', 'audit:read': 'any' });
  });
  afterAll(() => api.close());

  const support = async () => requestsOf(api, (await signedInUser(api, { role: 'SUPPORT' })).tokens);
  const stateOf = async (id: string) => (await admin.get(`/v1/users/${id}`).expect(200)).body as UserDto;

  /** Calls that must not change this person. */
  async function expectUntouched(id: string, act: () => Promise<void>): Promise<void> {
    const before = await stateOf(id);
    await act();
    expect(await stateOf(id)).toEqual(before);
  }

  it('shows one person', async () => {
    const user = await makeUser(api, { name: 'Grace Hopper', isUnverified: true });
    expect(await stateOf(user.id)).toEqual({
      id: user.id,
      email: user.email,
      name: 'Grace Hopper',
      role: 'USER',
      status: 'unverified',
      createdAt: expect.any(String) as string,
      lastLoginAt: null,
      eraseAt: null,
    });
  });

  it('answers a missing and a malformed id alike at every door', async () => {
    for (const id of [NOBODY, 'x', '1', '%00', NOBODY.toUpperCase()]) {
      const answers = [
        await admin.get(`/v1/users/${id}`),
        await admin.patch(`/v1/users/${id}`, { name: 'x' }),
        await admin.put(`/v1/users/${id}/role`, { role: 'USER' }),
      ];
      for (const answer of answers) {
        expect(answer.body).toMatchObject({ status: 404, code: 'not_found' });
        expect(tracesOf(answer)).toEqual(tracesOf(await admin.get(`/v1/users/${NOBODY}`)));
      }
    }
  });

  it('asks who is calling, and refuses people without the permission', async () => {
    const target = await makeUser(api);
    const user = requestsOf(api, (await signedInUser(api)).tokens);
    await expectUntouched(target.id, async () => {
      for (const [requests, status] of [[requestsOf(api), 401] as const, [user, 403] as const]) {
        await requests.get('/v1/users').expect(status);
        await requests.get(`/v1/users/${target.id}`).expect(status);
        await requests.patch(`/v1/users/${target.id}`, { name: 'Eve', disabled: true }).expect(status);
        await requests.put(`/v1/users/${target.id}/role`, { role: 'ADMIN' }).expect(status);
      }
    });
  });

  it('renames one person and nobody else', async () => {
    const [target, bystander] = [await makeUser(api, { name: 'Old' }), await makeUser(api, { name: 'Old' })];
    const before = await stateOf(target.id);
    const answer = await admin.patch(`/v1/users/${target.id}`, { name: '  New Name ' }).expect(200);
    expect(answer.body).toEqual({ ...before, name: 'New Name' });
    expect(await stateOf(target.id)).toEqual(answer.body);
    expect((await stateOf(bystander.id)).name).toBe('Old');
  });

  it('changes nothing when nothing is asked', async () => {
    const target = await makeUser(api);
    await expectUntouched(target.id, async () => {
      await admin.patch(`/v1/users/${target.id}`, {}).expect(200);
    });
  });

  it.each<[object, string]>([
    [{ name: '' }, 'name: text'],
    [{ name: null }, 'name: text'],
    [{ name: 'x'.repeat(101) }, 'name: text'],
    [{ disabled: null }, 'disabled: is_boolean'],
    [{ disabled: 'true' }, 'disabled: is_boolean'],
    [{ disabled: 1 }, 'disabled: is_boolean'],
    [{ role: 'ADMIN' }, 'role: unknown_field'],
    [{ email: 'eve@example.com' }, 'email: unknown_field'],
    [{ disabledAt: 1 }, 'disabledAt: unknown_field'],
  ])('refuses the change %j', async (body, refused) => {
    const target = await makeUser(api);
    await expectUntouched(target.id, async () => {
      expect(fieldsOf(await admin.patch(`/v1/users/${target.id}`, body).expect(422))).toEqual([refused]);
    });
  });

  describe('disabling', () => {
    it('signs the person out everywhere at once, and keeps them out until they are enabled', async () => {
      const { user, tokens } = await signedInUser(api);
      const second = await signIn(api, user);
      const bystander = await signedInUser(api);
      await requestsOf(api, tokens).get('/v1/me').expect(200);

      const answer = await admin.patch(`/v1/users/${user.id}`, { disabled: true }).expect(200);
      expect(answer.body).toMatchObject({ status: 'disabled' });

      for (const pair of [tokens, second]) {
        expect((await requestsOf(api, pair).get('/v1/me').expect(401)).body).toMatchObject({ code: 'invalid_token' });
        await api.http.post('/v1/auth/refresh').send({ refreshToken: pair.refreshToken }).expect(401);
      }
      await expect(signIn(api, user)).rejects.toThrow('401');
      await requestsOf(api, bystander.tokens).get('/v1/me').expect(200);
      expect(
        await api.database.query(`SELECT DISTINCT ended_reason FROM sessions WHERE user_id = ?`, [user.id]),
      ).toEqual([{ ended_reason: 'disabled' }]);

      expect((await admin.patch(`/v1/users/${user.id}`, { disabled: false }).expect(200)).body).toMatchObject({
        status: 'active',
      });
      await requestsOf(api, tokens).get('/v1/me').expect(401);
      await requestsOf(api, await signIn(api, user))
        .get('/v1/me')
        .expect(200);
    });

    it('keeps the moment of the first time when it is asked for twice', async () => {
      const target = await makeUser(api);
      const disabledAt = () => api.database.query('SELECT disabled_at FROM users WHERE id = ?', [target.id]);
      await admin.patch(`/v1/users/${target.id}`, { disabled: true }).expect(200);
      const first = await disabledAt();
      api.clock.advance(5);
      await admin.patch(`/v1/users/${target.id}`, { disabled: true }).expect(200);
      expect(await disabledAt()).toEqual(first);
    });

    it('is not for oneself, nor is enabling; a name is', async () => {
      await expectUntouched(adminUser.id, async () => {
        for (const disabled of [true, false]) {
          const answer = await admin.patch(`/v1/users/${adminUser.id}`, { name: 'Eve', disabled }).expect(403);
          expect(answer.body).toMatchObject({ code: 'permission_denied' });
        }
      });
      await admin.patch(`/v1/users/${adminUser.id}`, { name: 'Root' }).expect(200);
    });
  });

  describe('giving another role', () => {
    it('acts on the very next request of the person', async () => {
      const { user, tokens } = await signedInUser(api);
      const person = requestsOf(api, tokens);
      await person.get('/v1/users').expect(403);
      const answer = await admin.put(`/v1/users/${user.id}/role`, { role: 'AUDITOR' }).expect(200);
      expect(answer.body).toMatchObject({ id: user.id, role: 'AUDITOR' });
      await person.get('/v1/users').expect(200);
      expect((await person.get('/v1/me')).body).toMatchObject({
        role: 'AUDITOR',
        permissions: { 'users:read': 'any', 'audit:read': 'any' },
      });
      await admin.put(`/v1/users/${user.id}/role`, { role: 'USER' }).expect(200);
      await person.get('/v1/users').expect(403);
    });

    it('can be asked for twice', async () => {
      const target = await makeUser(api);
      const first = await admin.put(`/v1/users/${target.id}/role`, { role: 'SUPPORT' }).expect(200);
      const second = await admin.put(`/v1/users/${target.id}/role`, { role: 'SUPPORT' }).expect(200);
      expect(second.body).toEqual(first.body);
    });

    it('is not for oneself, not even the same role', async () => {
      await expectUntouched(adminUser.id, async () => {
        for (const role of ['USER', 'ADMIN']) {
          const answer = await admin.put(`/v1/users/${adminUser.id}/role`, { role }).expect(403);
          expect(answer.body).toMatchObject({ code: 'permission_denied' });
        }
      });
    });

    it.each<[unknown, string]>([
      [{ role: 'NO_SUCH' }, 'role: unknown_role'],
      [{ role: 'admin' }, 'role: unknown_role'],
      [{ role: 'ÁDMIN' }, 'role: unknown_role'],
      [{ role: '' }, 'role: text'],
      [{ role: null }, 'role: text'],
      [{ role: 0 }, 'role: text'],
      [{ role: ['ADMIN'] }, 'role: text'],
      [{ role: { $ne: null } }, 'role: text'],
      [{}, 'role: text'],
      [{ role: 'USER', grants: {} }, 'grants: unknown_field'],
    ])('refuses %j', async (body, refused) => {
      const target = await makeUser(api);
      await expectUntouched(target.id, async () => {
        expect(fieldsOf(await admin.put(`/v1/users/${target.id}/role`, body).expect(422))).toEqual([refused]);
      });
    });
  });

  describe('by somebody who is no administrator', () => {
    it('reaches those who hold less or the same', async () => {
      await makeRole(api, 'READER', { 'users:read': 'any' });
      const target = await makeUser(api, { role: 'READER' });
      const helper = await support();
      await helper.patch(`/v1/users/${target.id}`, { name: 'Helped', disabled: true }).expect(200);
      await helper.put(`/v1/users/${target.id}/role`, { role: 'SUPPORT' }).expect(200);
    });

    it('does not touch those who hold more, in any way', async () => {
      const helper = await support();
      for (const role of ['ADMIN', 'AUDITOR', 'USER']) {
        const target = await makeUser(api, { role });
        await expectUntouched(target.id, async () => {
          for (const answer of [
            await helper.patch(`/v1/users/${target.id}`, { name: 'Eve' }),
            await helper.patch(`/v1/users/${target.id}`, { disabled: true }),
            await helper.put(`/v1/users/${target.id}/role`, { role: 'SUPPORT' }),
          ]) {
            expect(answer.body).toMatchObject({ status: 403, code: 'permission_denied' });
          }
        });
      }
    });

    it('gives nobody a role that holds more', async () => {
      const helper = await support();
      const target = await makeUser(api, { role: 'SUPPORT' });
      await expectUntouched(target.id, async () => {
        for (const role of ['ADMIN', 'AUDITOR', 'USER']) {
          await helper.put(`/v1/users/${target.id}/role`, { role }).expect(403);
        }
      });
    });

    it('makes no administrator, whatever it is granted', async () => {
      const everything = (await admin.get('/v1/me')).body as { permissions: Record<string, string> };
      await makeRole(api, 'EVERYTHING', everything.permissions);
      const almighty = requestsOf(api, (await signedInUser(api, { role: 'EVERYTHING' })).tokens);
      const target = await makeUser(api);
      await almighty.put(`/v1/users/${target.id}/role`, { role: 'EVERYTHING' }).expect(200);
      await almighty.put(`/v1/users/${target.id}/role`, { role: 'ADMIN' }).expect(403);
      await almighty.patch(`/v1/users/${adminUser.id}`, { disabled: true }).expect(403);
    });
  });
});
