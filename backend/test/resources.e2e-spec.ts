import type { TokenPairDto } from '../src/auth/auth.dto';
import type { CreateResourceDto, ResourceDto } from '../src/resources/resources.dto';
import { makeRole, signedInUser, type TestUser } from './builders';
import { fieldsOf, readAll, queriesOf, type Requests, requestsOf, tracesOf } from './requests';
import { startApp, type TestApp } from './start-app';

const NOBODY = '01890000-0000-7000-8000-000000000000';
const ISO_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

interface Person {
  user: TestUser;
  requests: Requests;
  tokens: TokenPairDto;
}

describe('resources', () => {
  let api: TestApp;
  let owner: Person;
  let stranger: Person;
  let admin: Person;

  beforeAll(async () => {
    api = await startApp();
    owner = await person('USER', 'Ada Lovelace');
    stranger = await person('USER', 'Eve');
    admin = await person('ADMIN', 'Root');
  });
  afterAll(() => api.close());

  async function person(role: string, name: string): Promise<Person> {
    const { user, tokens } = await signedInUser(api, { role, name });
    return { user, tokens, requests: requestsOf(api, tokens) };
  }

  async function create(by: Person, content: Partial<CreateResourceDto> = {}): Promise<ResourceDto> {
    return (await by.requests.post('/v1/resources', { title: 'Title', ...content }).expect(201)).body as ResourceDto;
  }

  const patch = (by: Person, { id, version }: Pick<ResourceDto, 'id' | 'version'>, body: unknown) =>
    by.requests.patch(`/v1/resources/${id}`, body).set('if-match', `"${version}"`);

  const stateOf = async (id: string) =>
    (await admin.requests.get(`/v1/resources/${id}`).expect(200)).body as ResourceDto;

  describe('making one', () => {
    it('answers with it, where it is and its version', async () => {
      const answer = await owner.requests
        .post('/v1/resources', { title: '  Zoe\u0308 ', body: ' line\r\n\tline\n', visibility: 'internal' })
        .expect(201);
      const made = answer.body as ResourceDto;
      expect(made).toEqual({
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/) as string,
        title: 'Zoë',
        body: ' line\n\tline\n',
        visibility: 'internal',
        ownerId: owner.user.id,
        ownerName: 'Ada Lovelace',
        version: 1,
        createdAt: expect.stringMatching(ISO_UTC) as string,
        updatedAt: made.createdAt,
      });
      expect(answer.headers).toMatchObject({ location: `/v1/resources/${made.id}`, etag: '"1"' });
      expect(answer.headers['cache-control']).toBe('no-store');
      expect((await owner.requests.get(answer.headers.location as string).expect(200)).body).toEqual(made);
    });

    it('is private and empty unless something else is said', async () => {
      expect(await create(owner)).toMatchObject({ body: '', visibility: 'private' });
    });

    it('keeps the longest text there may be, whatever its characters', async () => {
      const content = { title: '😀'.repeat(200), body: '😀'.repeat(16_000) };
      expect(await stateOf((await create(owner, content)).id)).toMatchObject(content);
    });

    it('needs the permission', async () => {
      await makeRole(api, 'NOTHING', {});
      const nothing = await person('NOTHING', 'Nobody');
      const before = await admin.requests.get('/v1/resources');
      await requestsOf(api).post('/v1/resources', { title: 'x' }).expect(401);
      const answer = await nothing.requests.post('/v1/resources', { title: 'x' }).expect(403);
      expect(answer.body).toMatchObject({ code: 'permission_denied' });
      expect((await admin.requests.get('/v1/resources')).body).toEqual(before.body);
    });

    it.each<[string, object, string]>([
      ['no title', {}, 'title: text'],
      ['an empty title', { title: '' }, 'title: text'],
      ['a title of blanks', { title: ' \u3000 ' }, 'title: text'],
      ['a title that is too long', { title: 'x'.repeat(201) }, 'title: text'],
      ['a title with a line break', { title: 'a\nb' }, 'title: text'],
      ['a title with a NUL', { title: 'a\u0000' }, 'title: text'],
      ['a title that is null', { title: null }, 'title: text'],
      ['a title that is a number', { title: 1 }, 'title: text'],
      ['a title that is an object', { title: { toString: 'x' } }, 'title: text'],
      ['a body that is null', { title: 'x', body: null }, 'body: text'],
      ['a body that is a list', { title: 'x', body: ['a'] }, 'body: text'],
      ['a body with a NUL', { title: 'x', body: 'a\u0000b' }, 'body: text'],
      ['a body that is too long', { title: 'x', body: 'x'.repeat(16_001) }, 'body: text'],
      ['an unknown visibility', { title: 'x', visibility: 'public' }, 'visibility: is_in'],
      ['a visibility that is null', { title: 'x', visibility: null }, 'visibility: is_in'],
      ['another owner', { title: 'x', ownerId: NOBODY }, 'ownerId: unknown_field'],
      ['an id', { title: 'x', id: NOBODY }, 'id: unknown_field'],
      ['a version', { title: 'x', version: 7 }, 'version: unknown_field'],
    ])('refuses %s', async (_, content, refused) => {
      expect(fieldsOf(await owner.requests.post('/v1/resources', content).expect(422))).toEqual([refused]);
    });
  });

  describe('reading one', () => {
    it('lets the owner and whoever may read any see a private one', async () => {
      const { id } = await create(owner);
      const answer = await owner.requests.get(`/v1/resources/${id}`).expect(200);
      expect(answer.headers.etag).toBe('"1"');
      expect((await admin.requests.get(`/v1/resources/${id}`).expect(200)).body).toEqual(answer.body);
    });

    it('lets everybody who is signed in see an internal one', async () => {
      const made = await create(owner, { visibility: 'internal' });
      expect((await stranger.requests.get(`/v1/resources/${made.id}`).expect(200)).body).toEqual(made);
      await requestsOf(api).get(`/v1/resources/${made.id}`).expect(401);
    });

    it("hides another person's private one exactly like a missing one", async () => {
      const { id } = await create(owner);
      const hidden = tracesOf(await stranger.requests.get(`/v1/resources/${id}`).expect(404));
      for (const missing of [NOBODY, 'x', '%00', id.toUpperCase()]) {
        expect(tracesOf(await stranger.requests.get(`/v1/resources/${missing}`))).toEqual(hidden);
      }
    });

    it('hides one again as soon as it is private', async () => {
      const made = await create(owner, { visibility: 'internal' });
      await patch(owner, made, { visibility: 'private' }).expect(200);
      await stranger.requests.get(`/v1/resources/${made.id}`).expect(404);
    });

    it('shows the name that the owner has now', async () => {
      const someone = await person('USER', 'Before');
      const { id } = await create(someone, { visibility: 'internal' });
      await someone.requests.patch('/v1/me', { name: 'After' }).expect(200);
      expect(await stateOf(id)).toMatchObject({ ownerName: 'After' });
    });
  });

  describe('changing one', () => {
    it('changes what is given and leaves the rest, and raises the version', async () => {
      const made = await create(owner, { title: 'Before', body: 'Body' });
      const bystander = await create(owner, { title: 'Before' });
      api.clock.advance(10);
      const answer = await patch(owner, made, { title: ' After ' }).expect(200);
      const changed = answer.body as ResourceDto;
      expect(changed).toEqual({ ...made, title: 'After', version: 2, updatedAt: changed.updatedAt });
      expect(changed.updatedAt > made.updatedAt).toBe(true);
      expect(answer.headers.etag).toBe('"2"');
      expect(await stateOf(made.id)).toEqual(changed);
      expect(await stateOf(bystander.id)).toEqual(bystander);
    });

    it('can empty the body but not the title', async () => {
      const made = await create(owner, { body: 'Body' });
      expect((await patch(owner, made, { body: '' }).expect(200)).body).toMatchObject({ body: '', version: 2 });
      expect(fieldsOf(await patch(owner, { ...made, version: 2 }, { title: '' }).expect(422))).toEqual(['title: text']);
    });

    it('is found under the new title alone', async () => {
      const made = await create(owner, { title: 'Quagga' });
      await patch(owner, made, { title: 'Ocelot' }).expect(200);
      const found = async (search: string) =>
        (await readAll<ResourceDto>(owner.requests, `/v1/resources?search=${search}`)).map(({ id }) => id);
      expect(await found('ocelot')).toEqual([made.id]);
      expect(await found('quagga')).toEqual([]);
    });

    it('refuses when somebody else has changed it since', async () => {
      const made = await create(owner);
      const changed = (await patch(owner, made, { body: 'first' }).expect(200)).body as ResourceDto;
      const answer = await patch(owner, made, { body: 'second' }).expect(412);
      expect(answer.body).toMatchObject({ code: 'version_mismatch' });
      expect(await stateOf(made.id)).toEqual(changed);
    });

    it.each(['*', '1', 'W/"1"', '"1", "2"', '"-1"', '"1.0"', '""', '"x"', '"9999999999999"', '"0"', '"2"'])(
      'takes no version but the one it has: %s',
      async (header) => {
        const made = await create(owner);
        const answer = await owner.requests.patch(`/v1/resources/${made.id}`, { title: 'x' }).set('if-match', header);
        expect(answer.body).toMatchObject({ status: 412, code: 'version_mismatch' });
        expect(await stateOf(made.id)).toEqual(made);
      },
    );

    it('asks for the version when there is none, and changes nothing', async () => {
      const made = await create(owner);
      const answer = await owner.requests.patch(`/v1/resources/${made.id}`, { title: 'x' }).expect(412);
      expect(answer.body).toMatchObject({
        code: 'version_mismatch',
        detail: expect.stringContaining('If-Match') as string,
      });
      expect(await stateOf(made.id)).toEqual(made);
    });

    it('lets one of twenty win who change the same version at once', async () => {
      const made = await create(owner);
      const statuses = await Promise.all(
        Array.from({ length: 20 }, async (_, index) => (await patch(owner, made, { title: `T${index}` })).status),
      );
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      expect(statuses.filter((status) => status === 412)).toHaveLength(19);
      expect(await stateOf(made.id)).toMatchObject({ title: `T${statuses.indexOf(200)}`, version: 2 });
    });

    it("hides another person's exactly like a missing one, also when it may be read", async () => {
      const missing = tracesOf(await patch(stranger, { id: NOBODY, version: 1 }, { title: 'x' }).expect(404));
      for (const visibility of ['private', 'internal'] as const) {
        const made = await create(owner, { visibility });
        for (const version of [1, 2]) {
          expect(tracesOf(await patch(stranger, { ...made, version }, { title: 'x' }))).toEqual(missing);
        }
        expect(tracesOf(await stranger.requests.patch(`/v1/resources/${made.id}`, { title: 'x' }))).toEqual(missing);
        expect(await stateOf(made.id)).toEqual(made);
      }
    });

    it('is for whoever may change any, without becoming theirs', async () => {
      const made = await create(owner);
      expect((await patch(admin, made, { title: 'Mended' }).expect(200)).body).toMatchObject({
        title: 'Mended',
        ownerId: owner.user.id,
      });
    });

    it.each<[object, string]>([
      [{ title: null }, 'title: text'],
      [{ body: null }, 'body: text'],
      [{ visibility: null }, 'visibility: is_in'],
      [{ visibility: 'PRIVATE' }, 'visibility: is_in'],
      [{ ownerId: NOBODY }, 'ownerId: unknown_field'],
      [{ version: 9 }, 'version: unknown_field'],
      [{ createdAt: '2020-01-01T00:00:00.000Z' }, 'createdAt: unknown_field'],
    ])('refuses %j', async (changes, refused) => {
      const made = await create(owner);
      expect(fieldsOf(await patch(owner, made, changes).expect(422))).toEqual([refused]);
      expect(await stateOf(made.id)).toEqual(made);
    });
  });

  describe('deleting one', () => {
    it('takes it away for everybody and leaves the others', async () => {
      const [made, other] = [await create(owner, { visibility: 'internal' }), await create(owner)];
      const answer = await owner.requests.delete(`/v1/resources/${made.id}`).expect(204);
      expect(answer.text).toBe('');
      for (const { requests } of [owner, stranger, admin]) await requests.get(`/v1/resources/${made.id}`).expect(404);
      await owner.requests.delete(`/v1/resources/${made.id}`).expect(404);
      expect(await stateOf(other.id)).toEqual(other);
    });

    it('succeeds for one of ten at once', async () => {
      const { id } = await create(owner);
      const statuses = await Promise.all(
        Array.from({ length: 10 }, async () => (await owner.requests.delete(`/v1/resources/${id}`)).status),
      );
      expect(statuses.toSorted((a, b) => a - b)).toEqual([204, ...Array.from({ length: 9 }, () => 404)]);
    });

    it("hides another person's exactly like a missing one, and keeps it", async () => {
      const missing = tracesOf(await stranger.requests.delete(`/v1/resources/${NOBODY}`).expect(404));
      for (const visibility of ['private', 'internal'] as const) {
        const made = await create(owner, { visibility });
        expect(tracesOf(await stranger.requests.delete(`/v1/resources/${made.id}`))).toEqual(missing);
        expect(await stateOf(made.id)).toEqual(made);
      }
    });

    it('is for whoever may delete any', async () => {
      const { id } = await create(owner);
      await admin.requests.delete(`/v1/resources/${id}`).expect(204);
    });
  });

  it('asks for each permission by itself', async () => {
    await makeRole(api, 'LOOKER', { 'resources:read': 'any' });
    const looker = await person('LOOKER', 'Looker');
    const made = await create(owner);
    await looker.requests.get(`/v1/resources/${made.id}`).expect(200);
    await looker.requests.post('/v1/resources', { title: 'x' }).expect(403);
    await patch(looker, made, { title: 'x' }).expect(403);
    await looker.requests.delete(`/v1/resources/${made.id}`).expect(403);
    expect(await stateOf(made.id)).toEqual(made);
  });
});

describe('the list of resources', () => {
  let api: TestApp;
  let ada: Requests;
  let bob: Requests;
  let admin: Requests;

  beforeAll(async () => {
    api = await startApp();
    const people = [];
    for (const role of ['USER', 'USER', 'ADMIN']) people.push((await signedInUser(api, { role })).tokens);
    [ada, bob, admin] = people.map((tokens) => requestsOf(api, tokens)) as [Requests, Requests, Requests];
    const titles = ['Zebra', 'ähre', 'Apfel', 'apfel', '100%', 'under_score', 'Zebra', 'bee'];
    for (const [index, title] of titles.entries()) {
      const visibility = index % 2 === 0 ? 'private' : 'internal';
      await ada.post('/v1/resources', { title: `Ada ${title}`, visibility }).expect(201);
      await bob.post('/v1/resources', { title: `Bob ${title}`, visibility }).expect(201);
    }
    // Equal moments, so that only the id can keep the order total.
    await api.database.execute(
      'UPDATE resources SET created_at = created_at - created_at % 64, updated_at = 1700000000000',
    );
  });
  afterAll(() => api.close());

  const titlesOf = async (requests: Requests, query: string) =>
    (await readAll<ResourceDto>(requests, `/v1/resources?${query}`)).map(({ title }) => title);

  it("shows one's own and what is internal, but not what is private to others", async () => {
    const titles = await titlesOf(ada, 'sort=title');
    expect(titles.filter((title) => title.startsWith('Ada'))).toHaveLength(8);
    expect(titles.filter((title) => title.startsWith('Bob'))).toEqual([
      'Bob ähre',
      'Bob apfel',
      'Bob bee',
      'Bob under_score',
    ]);
  });

  it('shows everything to whoever may read any', async () => {
    expect(await titlesOf(admin, 'limit=100')).toHaveLength(16);
  });

  it("shows only one's own on demand", async () => {
    expect(await titlesOf(ada, 'owner=me')).toHaveLength(8);
    expect(await titlesOf(admin, 'owner=me')).toEqual([]);
  });

  it('shows the same of each as its own door does, the newest first', async () => {
    const items = await readAll<ResourceDto>(ada, '/v1/resources?limit=3');
    expect(items).toEqual(items.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id)));
    for (const item of items) expect((await ada.get(`/v1/resources/${item.id}`).expect(200)).body).toEqual(item);
  });

  it.each(['title', 'createdAt', 'updatedAt'])(
    'shows each once in one total order by %s, both ways and in pages of any size',
    async (sort) => {
      for (const [requests, query, count] of [
        [ada, '', 12],
        [ada, '&owner=me', 8],
        [ada, '&search=zebra', 2],
        [admin, '', 16],
      ] as const) {
        const up = await readAll<ResourceDto>(requests, `/v1/resources?limit=100&sort=${sort}${query}`);
        const down = await readAll<ResourceDto>(requests, `/v1/resources?limit=100&sort=-${sort}${query}`);
        expect(up).toHaveLength(count);
        expect(new Set(up.map(({ id }) => id)).size).toBe(count);
        expect(down).toEqual(up.toReversed());
        for (const limit of [1, 3, 11, 12]) {
          expect(await readAll(requests, `/v1/resources?limit=${limit}&sort=${sort}${query}`)).toEqual(up);
          expect(await readAll(requests, `/v1/resources?limit=${limit}&sort=-${sort}${query}`)).toEqual(down);
        }
      }
    },
  );

  it.each([
    ['APFEL', ['Ada Apfel', 'Ada apfel', 'Bob Apfel', 'Bob apfel']],
    ['%C3%A4hre', ['Ada ähre', 'Bob ähre']],
    ['ahre', ['Ada ähre', 'Bob ähre']],
    ['%25', ['Ada 100%', 'Bob 100%']],
    ['_', ['Ada under_score', 'Bob under_score']],
    ['b%20be', ['Bob bee']],
    ['!', []],
    ['%5C', []],
    ["'%20OR%201=1%20--", []],
  ])('finds titles by %s', async (search, titles) => {
    expect((await titlesOf(admin, `sort=title&limit=1&search=${search}`)).toSorted()).toEqual(titles.toSorted());
  });

  it('neither repeats nor hides any while others come and go between two pages', async () => {
    const [first, second] = await Promise.all(
      ['Ada 0 first', 'Ada b second'].map(
        async (title) => (await ada.post('/v1/resources', { title })).body as ResourceDto,
      ),
    );
    const before = await titlesOf(ada, 'sort=title&limit=100');
    let isFirst = true;
    const seen = await readAll<ResourceDto>(ada, '/v1/resources?sort=title&limit=4', async () => {
      if (!isFirst) return;
      isFirst = false;
      await ada.delete(`/v1/resources/${first?.id}`).expect(204);
      await ada.post('/v1/resources', { title: 'Ada 0 new' }).expect(201);
      await ada.delete(`/v1/resources/${second?.id}`).expect(204);
    });
    const titles = seen.map(({ title }) => title);
    expect(titles.filter((title) => title !== 'Ada b second')).toEqual(
      before.filter((title) => title !== 'Ada b second'),
    );
    const [made] = await readAll<ResourceDto>(ada, '/v1/resources?search=0+new');
    await ada.delete(`/v1/resources/${made?.id}`).expect(204);
  });

  it('reads a page with one query, owners included', async () => {
    await ada.get('/v1/resources?limit=1');
    const query = jest.spyOn(api.database, 'query');
    await ada.get('/v1/resources?limit=100').expect(200);
    expect(queriesOf(query)).toHaveLength(1);
    query.mockRestore();
  });

  it('asks who is calling, and refuses people without the permission', async () => {
    await makeRole(api, 'NOTHING', {});
    await requestsOf(api).get('/v1/resources').expect(401);
    const { tokens } = await signedInUser(api, { role: 'NOTHING' });
    for (const query of ['', '?owner=me']) await requestsOf(api, tokens).get(`/v1/resources${query}`).expect(403);
  });

  it.each([
    ['owner=you', 'owner: is_in'],
    ['owner=', 'owner: is_in'],
    ['sort=body', 'sort: is_in'],
    ['sort=-', 'sort: is_in'],
    ['limit=0', 'limit: min'],
    ['limit=101', 'limit: max'],
    ['cursor=nonsense', 'cursor: cursor'],
    ['search=%00', 'search: text'],
    ['visibility=private', 'visibility: unknown_field'],
  ])('refuses %s', async (query, refused) => {
    expect(fieldsOf(await ada.get(`/v1/resources?${query}`).expect(422))).toEqual([refused]);
  });

  it('shows nothing private to a forged cursor', async () => {
    const forged = Buffer.from(JSON.stringify(['title', '', ''])).toString('base64url');
    expect(await titlesOf(ada, `sort=title&limit=100&cursor=${forged}`)).toEqual(await titlesOf(ada, 'sort=title'));
  });
});
