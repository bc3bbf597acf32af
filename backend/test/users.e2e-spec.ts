import type { UserDto } from '../src/users/users.dto';
import { makeRole, makeUser, signedInUser, signIn, type TestUser } from './builders';
import { fieldsOf, readAll, queriesOf, type Requests, requestsOf, tracesOf } from './requests';
import { startApp, type TestApp } from './start-app';

const NOBODY = '01890000-0000-7000-8000-000000000000';

describe('the list of people', () => {
  let api: TestApp;
  let admin: Requests;
  /** Twelve people, two of a name, some of whom have signed in at the same moment and some never. */
  let people: UserDto[];

  beforeAll(async () => {
    api = await startApp();
    const signedIn = await signedInUser(api, { role: 'ADMIN', name: 'Root', email: 'root@example.com' });
    admin = requestsOf(api, signedIn.tokens);
    const names = ['Zoë', 'ádám', 'Adam', 'bob', 'Bob', 'Élodie', 'O%o', '日本', 'X_y', 'Twin', 'Twin', 'Åse'];
    for (const [index, name] of names.entries()) {
      const traits = { isDisabled: index % 4 === 1, isUnverified: index % 4 === 2 };
      const { id } = await makeUser(api, { ...traits, name, email: `p${String(index).padStart(2, '0')}@example.com` });
      if (index % 3 !== 0) await setLastLogin(id, 1_700_000_000_000 + (index % 2));
    }
    people = await readAll<UserDto>(admin, '/v1/users?limit=100');
  });
  afterAll(() => api.close());

  const setLastLogin = (id: string, at: number) =>
    api.database.execute('UPDATE users SET last_login_at = ? WHERE id = ?', [at, id]);

  const namesFound = async (query: string) => {
    const answer = await admin.get(`/v1/users?sort=email&${query}`).expect(200);
    const { items, total } = answer.body as { items: UserDto[]; total: number };
    expect(total).toBe(items.length);
    return items.map(({ name }) => name);
  };

  it('shows of everybody what is promised and nothing else', () => {
    expect(people).toHaveLength(13);
    for (const person of people) {
      expect(Object.keys(person)).toEqual(['id', 'email', 'name', 'role', 'status', 'createdAt', 'lastLoginAt']);
    }
    expect(people.find(({ email }) => email === 'p01@example.com')).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      email: 'p01@example.com',
      name: 'ádám',
      role: 'USER',
      status: 'disabled',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      lastLoginAt: '2023-11-14T22:13:20.001Z',
    });
  });

  it('begins with the newest, twenty a page', async () => {
    const answer = await admin.get('/v1/users').expect(200);
    const { items, nextCursor, total } = answer.body as { items: UserDto[]; nextCursor: null; total: number };
    expect(items).toEqual(people);
    expect(items.map(({ email }) => email)).toEqual([
      ...Array.from({ length: 12 }, (_, index) => `p${String(11 - index).padStart(2, '0')}@example.com`),
      'root@example.com',
    ]);
    expect({ nextCursor, total }).toEqual({ nextCursor: null, total: 13 });
  });

  it.each([
    ['search=ADAM', ['ádám', 'Adam']],
    ['search=Zoe', ['Zoë']],
    ['search=zo%C3%AB', ['Zoë']],
    ['search=ase', ['Åse']],
    ['search=%E6%9C%AC', ['日本']],
    ['search=P05@EXAMPLE', ['Élodie']],
    ['search=%25', ['O%o']],
    ['search=_', ['X_y']],
    ['search=!', []],
    ['search=%5C', []],
    ['search=%C2%B4', []],
    ["search=%27%20OR%20'1'='1", []],
    ['search=nobody-has-this', []],
    ['role=ADMIN', ['Root']],
    ['role=admin', []],
    ['role=NO_SUCH', []],
    ['status=disabled', ['ádám', 'Élodie', 'Twin']],
    ['status=unverified', ['Adam', 'O%o', 'Twin']],
    ['status=unverified&search=adam', ['Adam']],
    ['status=active&role=USER&search=b', ['bob', 'Bob']],
  ])('finds by %s', async (query, names) => {
    expect(await namesFound(query)).toEqual(names);
  });

  it('finds by id, whole or in part', async () => {
    const { id, name } = people[3] as UserDto;
    expect(await namesFound(`search=${id.toUpperCase()}`)).toEqual([name]);
    expect(await namesFound(`search=${id.slice(-12)}`)).toEqual([name]);
  });

  it('takes an empty filter as none, as a form sends it', async () => {
    const answer = await admin.get('/v1/users?search=&role=').expect(200);
    expect(answer.body).toMatchObject({ total: 13 });
  });

  it.each(['name', 'email', 'createdAt', 'lastLoginAt'])(
    'shows everybody once in one total order by %s, both ways and in pages of any size',
    async (sort) => {
      const up = await readAll<UserDto>(admin, `/v1/users?sort=${sort}&limit=100`);
      const down = await readAll<UserDto>(admin, `/v1/users?sort=-${sort}&limit=100`);
      expect(up).toHaveLength(people.length);
      expect(down).toEqual(up.toReversed());
      for (const limit of [1, 2, 5, 12, 13]) {
        expect(await readAll<UserDto>(admin, `/v1/users?sort=${sort}&limit=${limit}`)).toEqual(up);
        expect(await readAll<UserDto>(admin, `/v1/users?sort=-${sort}&limit=${limit}`)).toEqual(down);
      }
    },
  );

  it('sorts names as people do, without regard to case and accents', async () => {
    const sorted = await readAll<UserDto>(admin, '/v1/users?sort=name');
    const names = 'ádám Adam Åse bob Bob Élodie O%o Root Twin Twin X_y Zoë 日本'.split(' ');
    expect(sorted.map(({ name }) => name)).toEqual(names);
  });

  it('takes somebody who never signed in as earlier than everybody who did', async () => {
    const moments = (await readAll<UserDto>(admin, '/v1/users?sort=lastLoginAt')).map((user) => user.lastLoginAt);
    expect(moments.slice(0, 4)).toEqual([null, null, null, null]);
    const signedIn = moments.slice(4).map(String);
    expect(signedIn).toEqual(signedIn.toSorted());
    expect(signedIn).not.toContain('null');
  });

  it('neither repeats nor hides anybody while people come and go between two pages', async () => {
    const leaving = await makeUser(api, { name: 'Leaving', email: 'p055-leaving@example.com' });
    let isFirst = true;
    const seen = await readAll<UserDto>(admin, '/v1/users?sort=email&limit=6', async () => {
      if (!isFirst) return;
      isFirst = false;
      await makeUser(api, { name: 'Before', email: 'a-before@example.com' });
      await makeUser(api, { name: 'After', email: 'p09-after@example.com' });
      await api.database.execute('DELETE FROM users WHERE id = ?', [leaving.id]);
    });
    const emails = seen.map(({ email }) => email);
    expect(emails).toEqual(
      [...people.map(({ email }) => email), 'p09-after@example.com']
        .concat(emails.includes(leaving.email) ? leaving.email : [])
        .toSorted(),
    );
    await api.database.execute(`DELETE FROM users WHERE email IN ('a-before@example.com', 'p09-after@example.com')`);
  });

  it('reads a page with two queries, however many rows are on it', async () => {
    await admin.get('/v1/users?limit=1');
    const query = jest.spyOn(api.database, 'query');
    await admin.get('/v1/users?sort=name&limit=100').expect(200);
    expect(queriesOf(query)).toHaveLength(2);
    query.mockRestore();
  });

  it.each([
    ['sort=password', 'sort: is_in'],
    ['sort=nameKey', 'sort: is_in'],
    ['sort=', 'sort: is_in'],
    ['status=gone', 'status: is_in'],
    ['status=', 'status: is_in'],
    ['limit=0', 'limit: min'],
    ['limit=101', 'limit: max'],
    ['limit=ten', 'limit: is_int'],
    ['cursor=nonsense', 'cursor: cursor'],
    ['search=%00', 'search: text'],
    [`search=${'x'.repeat(255)}`, 'search: text'],
    ['role=a%0Ab', 'role: text'],
    ['page=2', 'page: unknown_field'],
  ])('refuses %s', async (query, refused) => {
    expect(fieldsOf(await admin.get(`/v1/users?${query}`).expect(422))).toEqual([refused]);
  });

  it('refuses the cursor of another order', async () => {
    const { body } = await admin.get('/v1/users?sort=name&limit=1').expect(200);
    const { nextCursor } = body as { nextCursor: string };
    await admin.get(`/v1/users?sort=name&limit=1&cursor=${nextCursor}`).expect(200);
    expect(fieldsOf(await admin.get(`/v1/users?sort=-name&cursor=${nextCursor}`).expect(422))).toEqual([
      'cursor: cursor',
    ]);
  });
});

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

describe('the last active administrator', () => {
  let api: TestApp;

  beforeEach(async () => {
    api = await startApp();
    await makeRole(api, 'DEPUTY', { 'users:read': 'any' });
  });
  afterEach(() => api.close());

  const administrators = async (count: number) => {
    const made = [];
    for (let index = 0; index < count; index += 1) made.push(await signedInUser(api, { role: 'ADMIN' }));
    return made.map(({ user, tokens }) => ({ id: user.id, requests: requestsOf(api, tokens) }));
  };
  const countActive = async () => {
    const [row] = await api.database.query<{ count: number }>(
      `SELECT COUNT(*) AS count FROM users WHERE role_key = 'ADMIN' AND disabled_at IS NULL AND email_verified_at IS NOT NULL`,
    );
    return row?.count;
  };

  it('can be neither demoted nor disabled by another who is on the way out', async () => {
    const [last, leaving] = await administrators(2);
    if (!last || !leaving) throw new Error('Two were made');
    // Demoted behind the back of this instance, whose cache still knows an administrator.
    await leaving.requests.get('/v1/me').expect(200);
    await api.database.execute(`UPDATE users SET role_key = 'USER' WHERE id = ?`, [leaving.id]);
    for (const answer of [
      await leaving.requests.put(`/v1/users/${last.id}/role`, { role: 'USER' }),
      await leaving.requests.patch(`/v1/users/${last.id}`, { disabled: true }),
    ]) {
      expect(answer.body).toMatchObject({ status: 409, code: 'conflict' });
    }
    expect(await countActive()).toBe(1);
  });

  it('is not counted among those who are disabled or unverified', async () => {
    const [last, leaving] = await administrators(2);
    if (!last || !leaving) throw new Error('Two were made');
    const disabled = await makeUser(api, { role: 'ADMIN', isDisabled: true });
    const unverified = await makeUser(api, { role: 'ADMIN', isUnverified: true });
    await last.requests.put(`/v1/users/${leaving.id}/role`, { role: 'USER' }).expect(200);
    expect(await countActive()).toBe(1);
    // Those who cannot act as administrators may go.
    await last.requests.put(`/v1/users/${disabled.id}/role`, { role: 'USER' }).expect(200);
    await last.requests.patch(`/v1/users/${unverified.id}`, { disabled: true }).expect(200);
    expect(await countActive()).toBe(1);
  });

  it('stays when two administrators demote or disable each other at once', async () => {
    const acts: ((requests: Requests, id: string) => PromiseLike<{ status: number }>)[] = [
      (requests, id) => requests.put(`/v1/users/${id}/role`, { role: 'USER' }),
      (requests, id) => requests.patch(`/v1/users/${id}`, { disabled: true }),
    ];
    let [survivor] = await administrators(1);
    for (let round = 0; round < 8; round += 1) {
      const [one, other] = await administrators(2);
      if (!survivor || !one || !other) throw new Error('All were made');
      await survivor.requests.get('/v1/me');
      await api.database.execute('UPDATE users SET role_key = ? WHERE id = ?', ['DEPUTY', survivor.id]);
      const first = acts[round % 2]!;
      const second = acts[(round >> 1) % 2]!;
      const answers = await Promise.all([first(one.requests, other.id), second(other.requests, one.id)]);
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      // The other one comes too late: demoted, signed out, or stopped by the rule.
      expect([401, 403, 409]).toContain(statuses.find((status) => status !== 200));
      expect(await countActive()).toBe(1);
      survivor = statuses[0] === 200 ? one : other;
    }
  });

  it('stays when everybody demotes everybody at once', async () => {
    const all = await administrators(8);
    const answers = await Promise.all(
      all.flatMap(({ requests }) =>
        all.map(async ({ id }) => (await requests.put(`/v1/users/${id}/role`, { role: 'DEPUTY' })).status),
      ),
    );
    expect(answers.filter((status) => status === 200).length).toBeGreaterThanOrEqual(1);
    expect(answers.filter((status) => ![200, 403, 409].includes(status))).toEqual([]);
    expect(await countActive()).toBeGreaterThanOrEqual(1);
  });
});

describe('the list of roles', () => {
  let api: TestApp;

  beforeAll(async () => {
    api = await startApp();
  });
  afterAll(() => api.close());

  it('shows every role with what it grants, the built-in ones first', async () => {
    await makeRole(api, 'A_FIRST', { 'users:read': 'any', 'no-such:permission': 'any', 'users:update': 'own' });
    const { tokens } = await signedInUser(api, { role: 'ADMIN' });
    const answer = await requestsOf(api, tokens).get('/v1/roles').expect(200);
    const { items } = answer.body as { items: { key: string; grants: Record<string, string> }[] };
    expect(items.map(({ key }) => key)).toEqual(['ADMIN', 'USER', 'A_FIRST']);
    expect(items[0]).toMatchObject({ name: 'Administrator', builtIn: true, grants: { 'users:set-role': 'any' } });
    expect(items[2]).toEqual({ key: 'A_FIRST', name: 'A_FIRST', builtIn: false, grants: { 'users:read': 'any' } });
  });

  it('is for those who may read roles', async () => {
    await requestsOf(api).get('/v1/roles').expect(401);
    await requestsOf(api, (await signedInUser(api)).tokens)
      .get('/v1/roles')
      .expect(403);
  });
});
