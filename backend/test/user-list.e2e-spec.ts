import { uuidv7 } from '../src/database/uuid';
import { insertUsers } from '../src/users/user-rows';
import type { UserDto, UserPageDto } from '../src/users/users.dto';
import { makeUser, signedInUser } from './builders';
import { fieldsOf, readAll, queriesOf, requestsOf, type Requests } from './requests';
import { startApp, type TestApp } from './start-app';

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
    const { items, total, isTotalExact } = answer.body as UserPageDto;
    expect({ total, isTotalExact }).toEqual({ total: items.length, isTotalExact: true });
    return items.map(({ name }) => name);
  };

  it('shows of everybody what is promised and nothing else', () => {
    expect(people).toHaveLength(13);
    for (const person of people) {
      expect(Object.keys(person)).toEqual([
        'id',
        'email',
        'name',
        'role',
        'status',
        'createdAt',
        'lastLoginAt',
        'eraseAt',
      ]);
    }
    expect(people.find(({ email }) => email === 'p01@example.com')).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      email: 'p01@example.com',
      name: 'ádám',
      role: 'USER',
      status: 'disabled',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      lastLoginAt: '2023-11-14T22:13:20.001Z',
      eraseAt: null,
    });
  });

  it('begins with the newest, twenty a page', async () => {
    const answer = await admin.get('/v1/users').expect(200);
    const { items, nextCursor, total } = answer.body as UserPageDto;
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
    ['search=O%25', ['O%o']],
    ['search=%25', []],
    ['search=x_', ['X_y']],
    ['search=_', []],
    ['search=dam', []],
    ['search=p05%20elo', ['Élodie']],
    ['search=elo%20adam', []],
    ['search=example.com%20zo', ['Zoë']],
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

  it('finds somebody by the name that they have now', async () => {
    const { user, tokens } = await signedInUser(api, { name: 'Before Hand' });
    await admin.patch(`/v1/users/${user.id}`, { name: 'Middle Hand' }).expect(200);
    expect(await namesFound('search=middle')).toEqual(['Middle Hand']);
    await requestsOf(api, tokens).patch('/v1/me', { name: 'After Hand' }).expect(200);
    expect(await namesFound('search=after%20hand')).toEqual(['After Hand']);
    for (const former of ['before', 'middle']) expect(await namesFound(`search=${former}`)).toEqual([]);
    await api.database.execute('DELETE FROM users WHERE id = ?', [user.id]);
    expect(await namesFound('search=after')).toEqual([]);
    expect(await api.database.query('SELECT 1 FROM user_words WHERE user_id = ?', [user.id])).toEqual([]);
  });

  it('finds the same people among many as among few', async () => {
    await addCopies(api, 'crowd-', 0, 4_100);
    const search = async (query: string) =>
      (await admin.get(`/v1/users?sort=email&limit=2&${query}`).expect(200)).body as UserPageDto;
    expect(await search('search=many')).toMatchObject({ total: 1_000, isTotalExact: false });
    expect((await search('search=many%20crowd')).items.map(({ email }) => email)).toEqual([
      'crowd-0@example.com',
      'crowd-1000@example.com',
    ]);
    expect(await search('search=many%20crowd-409')).toMatchObject({ total: 11, isTotalExact: true });
    expect(await search('search=many&status=active')).toMatchObject({ items: [], total: 0, isTotalExact: true });
    await api.database.execute(`DELETE FROM users WHERE email LIKE 'crowd-%'`);
  });

  it('finds by id, whole or its beginning', async () => {
    const { id, name } = people[3] as UserDto;
    expect(await namesFound(`search=${id.toUpperCase()}`)).toEqual([name]);
    expect(await namesFound(`search=${id.slice(0, 30)}`)).toEqual([name]);
  });

  it('takes an empty filter as none, as a form sends it', async () => {
    const answer = await admin.get('/v1/users?search=&role=').expect(200);
    expect(answer.body).toMatchObject({ total: 13 });
  });

  it('counts no further than a thousand, and says so', async () => {
    await makeUser(api, { name: 'One of many', email: 'many-0@example.com' });
    const total = async () => {
      const { body } = await admin.get('/v1/users?search=many-&limit=1').expect(200);
      return body as UserPageDto;
    };
    await addCopies(api, 'many-', 1, 1_000);
    expect(await total()).toMatchObject({ total: 1_000, isTotalExact: true });
    await addCopies(api, 'many-', 1_000, 1_001);
    expect(await total()).toMatchObject({ total: 1_000, isTotalExact: false });
    await api.database.execute(`DELETE FROM users WHERE email LIKE 'many-%'`);
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

/** More people like the first one. */
async function addCopies({ database, clock }: TestApp, group: string, first: number, end: number): Promise<void> {
  const rows = Array.from({ length: end - first }, (_, index) => {
    const email = `${group}${first + index}@example.com`;
    return { id: uuidv7(clock.now()), email, name: 'Many', roleKey: 'USER', createdAt: clock.now() };
  });
  await database.write((tx) => insertUsers(tx, rows));
}
