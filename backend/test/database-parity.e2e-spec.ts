import { Database } from '../src/database/database';
import { isUniqueViolation } from '../src/database/errors';
import { uuidv7 } from '../src/database/uuid';
import { ENTITIES } from '../src/entities';
import { type Place, parseSort, readPage } from '../src/http/pagination';
import { likeContains } from '../src/http/text';
import { searchKey } from '../src/search-key';
import { ResourceEntity } from '../src/resources/resource.entity';
import { SessionEntity } from '../src/sessions/session.entity';
import { canonicalEmail } from '../src/users/email';
import { UserEntity } from '../src/users/user.entity';
import { createTestDatabase, type TestDatabase } from './test-database';

/** 2026-03-04T05:06:07.089Z: its last digit is lost wherever somebody rounds. */
const NOW = 1_772_600_767_089;

/**
 * One behaviour on every engine. This file runs on whichever the environment names, and expects the same of each:
 * `npm test` for SQLite, `MYSQL_URL=… npm test` for MySQL and MariaDB.
 */
describe('every database', () => {
  let testDatabase: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    database = await Database.open({ url: testDatabase.url, entities: ENTITIES });
  });

  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
  });

  beforeEach(async () => {
    await database.execute('DELETE FROM resources');
    await database.execute('DELETE FROM users');
  });

  function user(traits: Partial<UserEntity> = {}): UserEntity {
    const id = uuidv7(NOW);
    const { name = 'Ada' } = traits;
    return {
      id,
      email: `${id}@example.com`,
      name,
      nameKey: searchKey(name, 100),
      passwordHash: null,
      passwordChangedAt: null,
      roleKey: 'USER',
      emailVerifiedAt: null,
      disabledAt: null,
      eraseAt: null,
      disabledByDeletion: null,
      lastLoginAt: null,
      locale: null,
      version: 1,
      createdAt: NOW,
      updatedAt: NOW,
      ...traits,
    };
  }

  async function add(traits: Partial<UserEntity> = {}): Promise<string> {
    const made = user(traits);
    await database.write(async ({ manager }) => void (await manager.insert(UserEntity, made)));
    return made.id;
  }

  function resource(ownerId: string, traits: Partial<ResourceEntity> = {}): ResourceEntity {
    const { title = 'A title' } = traits;
    return {
      id: uuidv7(NOW),
      ownerId,
      title,
      titleKey: searchKey(title, 200),
      body: '',
      visibility: 'private',
      version: 1,
      createdAt: NOW,
      updatedAt: NOW,
      deletedAt: null,
      ...traits,
    };
  }

  async function addResource(ownerId: string, traits: Partial<ResourceEntity> = {}): Promise<void> {
    await database.write(async ({ manager }) => void (await manager.insert(ResourceEntity, resource(ownerId, traits))));
  }

  /** What is thrown, for a look at it. */
  async function refusal(action: () => Promise<unknown>): Promise<unknown> {
    try {
      await action();
    } catch (error) {
      return error;
    }
    throw new Error('It was not refused');
  }

  describe('compares text by code point', () => {
    const LOOKALIKES = [
      'ada@example.com',
      'ADA@example.com',
      'áda@example.com',
      'ada@example.com ',
      'ada@example.com\t',
    ];

    it('keeps what differs by case, accent or a blank at the end apart', async () => {
      for (const email of LOOKALIKES) await add({ email });

      for (const email of LOOKALIKES) {
        expect(await database.query('SELECT email FROM users WHERE email = ?', [email])).toEqual([{ email }]);
        expect(await database.manager.findOneBy(UserEntity, { email })).toMatchObject({ email });
      }
    });

    it('keeps two spellings of one accent apart, and canonicalEmail makes them one', async () => {
      const [composed, decomposed] = ['\u00e1da@example.com', 'a\u0301da@example.com'] as const;
      await add({ email: composed });

      expect(await database.manager.countBy(UserEntity, { email: decomposed })).toBe(0);
      expect(canonicalEmail(decomposed)).toBe(composed);
    });

    it('makes one account of every spelling that canonicalEmail makes one', async () => {
      await add({ email: canonicalEmail('Ada@Example.com') ?? '' });

      for (const spelling of ['ada@example.com', ' ADA@EXAMPLE.COM ', 'ada@example.com\n']) {
        const email = canonicalEmail(spelling) ?? '';
        expect(await database.manager.countBy(UserEntity, { email })).toBe(1);
        expect(isUniqueViolation(await refusal(() => add({ email })))).toBe(true);
      }
    });

    it('finds an id only by exactly that id', async () => {
      const id = await add({ id: '0190b0f2-5c5a-7abc' });

      for (const other of [id.toUpperCase(), `${id} `, ` ${id}`, `${id}é`, '😀', '']) {
        expect(await database.manager.countBy(UserEntity, { id: other })).toBe(0);
        expect(await database.query('SELECT id FROM users WHERE id = ?', [other])).toEqual([]);
      }
    });

    it('takes a text of digits for that text only', async () => {
      const ownerId = await add();
      for (const title of ['0', '0.0', '00', '0e1', '', 'abc', ' 0']) await addResource(ownerId, { title });

      expect(await database.query('SELECT title FROM resources WHERE title = ?', ['0'])).toEqual([{ title: '0' }]);
      expect(await database.manager.countBy(ResourceEntity, { title: '0' })).toBe(1);
    });

    it('never compares a text column to anything but text', async () => {
      await add();

      for (const value of [0, 1, true, {}, [], ['a'], new Date(NOW)]) {
        const where = { email: value as unknown as string };
        expect(await refusal(() => database.manager.findOneBy(UserEntity, where))).toBeInstanceOf(Error);
      }
    });
  });

  describe('recognises a unique conflict', () => {
    it('of a unique key, by entity and by statement, on insert and on update', async () => {
      const first = await add({ email: 'first@example.com' });
      const second = await add({ email: 'second@example.com' });
      const setEmail = 'UPDATE users SET email = ? WHERE id = ?';

      const refusals = [
        await refusal(() => add({ email: 'first@example.com' })),
        await refusal(() => database.execute(setEmail, ['first@example.com', second])),
        await refusal(() => database.write((tx) => tx.execute(setEmail, ['second@example.com', first]))),
      ];

      expect(refusals.map(isUniqueViolation)).toEqual([true, true, true]);
    });

    it('of a primary key', async () => {
      const id = await add();

      expect(isUniqueViolation(await refusal(() => add({ id })))).toBe(true);
    });

    it('and nothing else as one', async () => {
      const ownerId = await add();
      await addResource(ownerId);

      const refusals = [
        await refusal(() => add({ roleKey: 'NO_SUCH_ROLE' })),
        await refusal(() => add({ name: null as unknown as string, nameKey: '' })),
        await refusal(() => database.execute('DELETE FROM users WHERE id = ?', [ownerId])),
        await refusal(() => database.query('SELECT nothing FROM nowhere')),
        new Error('something else'),
        undefined,
      ];

      expect(refusals.map(isUniqueViolation)).toEqual(refusals.map(() => false));
    });
  });

  it('deletes the sessions of a user with the user, and no role that somebody has', async () => {
    const userId = await add();
    const session: SessionEntity = {
      id: uuidv7(NOW),
      userId,
      tokenSalt: 'ab'.repeat(32),
      generation: 1,
      confirmedGeneration: 0,
      recentRotations: '[]',
      authenticatedAt: NOW,
      lastUsedAt: NOW,
      idleExpiresAt: NOW,
      expiresAt: NOW,
      endedAt: null,
      endedReason: null,
      userAgent: '',
      ip: '',
      createdAt: NOW,
    };
    await database.write(async ({ manager }) => void (await manager.insert(SessionEntity, session)));

    await refusal(() => database.execute("DELETE FROM roles WHERE `key` = 'USER'"));
    await database.execute('DELETE FROM users WHERE id = ?', [userId]);

    expect(await database.manager.count(SessionEntity)).toBe(0);
  });

  describe('orders and pages alike:', () => {
    const NAMES = [
      'Zoë',
      'ada',
      'Ádam',
      'Ada',
      'zoe',
      'Émile',
      'emil',
      'Łukasz',
      'Straße',
      'strasse',
      'Ωmega',
      '李雷',
      '😀',
    ];

    it('names without case and accents, then by id', async () => {
      for (const [index, name] of NAMES.entries()) await add({ id: `id-${String(index).padStart(2, '0')}`, name });

      const rows = await database.query<{ name: string }>('SELECT name FROM users ORDER BY name_key, id');

      expect(rows.map(({ name }) => name)).toEqual([
        'ada', 'Ada', 'Ádam', 'emil', 'Émile', 'Straße', 'strasse', 'Zoë', 'zoe', 'Łukasz', 'Ωmega', '李雷', '😀',
      ]); // prettier-ignore
    });

    it('plain text by code point', async () => {
      const ownerId = await add();
      for (const title of ['b', 'B', 'a', 'á', 'a ', '', 'z', '\uffee', '😀', '10', '9'])
        await addResource(ownerId, { title });

      const rows = await database.query<{ title: string }>('SELECT title FROM resources ORDER BY title');

      expect(rows.map(({ title }) => title)).toEqual(['', '10', '9', 'B', 'a', 'a ', 'b', 'z', 'á', '\uffee', '😀']);
    });

    it('nothing before something, ascending', async () => {
      await add({ id: 'never', lastLoginAt: null });
      await add({ id: 'early', lastLoginAt: 1 });
      await add({ id: 'late', lastLoginAt: NOW });
      const select = (direction: string): Promise<unknown[]> =>
        database.query(`SELECT id FROM users ORDER BY last_login_at ${direction}, id ${direction}`);

      expect(await select('ASC')).toEqual([{ id: 'never' }, { id: 'early' }, { id: 'late' }]);
      expect(await select('DESC')).toEqual([{ id: 'late' }, { id: 'early' }, { id: 'never' }]);
    });

    it.each(['name', '-name', 'lastLoginAt', '-lastLoginAt'])(
      'sorted by %s, a page neither repeats nor hides a row, whatever comes and goes meanwhile',
      async (sortName) => {
        const sort = parseSort(sortName, {
          name: { column: 'name_key', type: 'string' },
          lastLoginAt: { column: 'last_login_at', type: 'number', isNullable: true },
        });
        for (const [index, name] of NAMES.entries()) {
          await add({ id: `id-${index}`, name, lastLoginAt: index % 3 === 0 ? null : NOW - (index % 4) });
        }
        interface Row {
          id: string;
          value: string | number | null;
        }
        const page = (cursor: string | undefined): Promise<{ items: Row[]; nextCursor: string | null }> =>
          readPage<Row>(
            { sort, idColumn: 'id', limit: 2, cursor },
            ({ condition, parameters, order }, limit) =>
              database.query(
                `SELECT id, ${sort.column} AS value FROM users WHERE ${condition} ORDER BY ${order} LIMIT ?`,
                [...parameters, limit],
              ),
            ({ id, value }): Place => ({ id, value }),
          );

        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const { items, nextCursor } = await page(cursor);
          seen.push(...items.map(({ id }) => id));
          const gone = items[0]?.id ?? '';
          await database.execute('DELETE FROM users WHERE id = ?', [gone]);
          await add({ name: 'A newcomer', lastLoginAt: NOW });
          cursor = nextCursor ?? undefined;
        } while (cursor);

        const old = seen.filter((id) => id.startsWith('id-'));
        expect(new Set(old).size).toBe(old.length);
        expect(old.toSorted()).toEqual(NAMES.map((_, index) => `id-${index}`).toSorted());
      },
    );
  });

  describe('searches alike:', () => {
    const TITLES = [
      '100% sure',
      '100 percent',
      'a_b',
      'axb',
      'wow!',
      'back\\slash',
      "it's",
      'ÉCLAIR',
      'Straße',
      'İstanbul',
      'ﬃne',
    ];

    beforeEach(async () => {
      const ownerId = await add();
      for (const title of TITLES) await addResource(ownerId, { title });
    });

    it.each([
      ['%', ['100% sure']],
      ['_', ['a_b']],
      ['!', ['wow!']],
      ['\\', ['back\\slash']],
      ["'", ["it's"]],
      ['100', ['100% sure', '100 percent']],
      ['éclair', ['ÉCLAIR']],
      ['Eclair', ['ÉCLAIR']],
      ['STRASSE', ['Straße']],
      ['istanbul', ['İstanbul']],
      ['FINE', ['ﬃne']],
      ['FFI', ['ﬃne']],
      ['nothing like it', []],
    ])('%j finds %j', async (term, expected) => {
      const rows = await database.query<{ title: string }>(
        "SELECT title FROM resources WHERE title_key LIKE ? ESCAPE '!' ORDER BY id",
        [likeContains(searchKey(term, 200))],
      );

      expect(rows.map(({ title }) => title)).toEqual(expected);
    });
  });

  describe('keeps values as they are:', () => {
    it.each([NOW, 0, 1, -1, Number.MAX_SAFE_INTEGER])('the moment %d to the millisecond', async (moment) => {
      const id = await add({ lastLoginAt: moment });

      expect(await database.query('SELECT last_login_at FROM users')).toEqual([{ last_login_at: moment }]);
      expect(await database.manager.findOneBy(UserEntity, { id })).toMatchObject({ lastLoginAt: moment });
      expect(await database.manager.countBy(UserEntity, { lastLoginAt: moment })).toBe(1);
    });

    it('text of any script, with quotes, backslashes and line breaks', async () => {
      const ownerId = await add();
      const body = '"\'`\\ \\0 \\n ?:name $1 %s \r\n\t é e\u0301 ß 李雷 👩‍👩‍👧 \u202e \uffff 😀';
      await addResource(ownerId, { body });

      expect(await database.query('SELECT body FROM resources')).toEqual([{ body }]);
      expect(await database.query('SELECT ? AS body', [body])).toEqual([{ body }]);
    });

    it('16,000 of the longest characters', async () => {
      const ownerId = await add();
      const body = '😀'.repeat(16_000);
      await addResource(ownerId, { body });

      expect(await database.query('SELECT body FROM resources')).toEqual([{ body }]);
    });

    it('empty text as something else than nothing', async () => {
      await add({ id: 'empty', passwordHash: '' });
      await add({ id: 'none', passwordHash: null });

      expect(await database.query("SELECT id FROM users WHERE password_hash = ''")).toEqual([{ id: 'empty' }]);
      expect(await database.query('SELECT id FROM users WHERE password_hash IS NULL')).toEqual([{ id: 'none' }]);
    });

    it('counts, sums and truths as numbers', async () => {
      await add({ version: 2 });
      await add({ version: 3 });

      const [row] = await database.query(
        "SELECT COUNT(*) AS count, SUM(version) AS sum, MAX(created_at) AS latest, 'a' || 'b' AS joined, " +
          "'a' = 'A' AS alike, MAX(last_login_at) AS none FROM users",
      );

      expect(row).toEqual({ count: 2, sum: 5, latest: NOW, joined: 'ab', alike: 0, none: null });
      expect(await database.query("SELECT built_in FROM roles WHERE `key` = 'USER'")).toEqual([{ built_in: 1 }]);
    });
  });

  describe('refuses alike:', () => {
    it.each([
      ['undefined', undefined],
      ['not a number', Number.NaN],
      ['infinity', Number.POSITIVE_INFINITY],
      ['a date', new Date(NOW)],
      ['an object', { id: 'a' }],
      ['a list', ['a']],
      ['text with a NUL in it', 'admin\0@example.com'],
    ])('%s as a parameter', async (_, value) => {
      const parameters = [value] as unknown as string[];

      for (const attempt of [
        () => database.query('SELECT ? AS value', parameters),
        () => database.execute('UPDATE users SET name = ?', parameters),
        () => database.write((tx) => tx.execute('UPDATE users SET name = ?', parameters)),
      ]) {
        expect(await refusal(attempt)).toMatchObject({ message: expect.stringMatching(/SQL parameter 1/) });
      }
    });

    it('text that is longer than its column, counted in characters', async () => {
      await add({ name: '😀'.repeat(100), nameKey: '' });

      await refusal(() => add({ name: '😀'.repeat(101), nameKey: '' }));
      expect(await database.manager.count(UserEntity)).toBe(1);
    });
  });

  describe('counts the rows that a statement matched:', () => {
    const RENAME = 'UPDATE users SET name = ? WHERE id = ?';

    it('also when it changed nothing in them', async () => {
      const id = await add({ name: 'Ada' });

      expect(await database.execute(RENAME, ['Ada', id])).toBe(1);
      expect(await database.write((tx) => tx.execute(RENAME, ['Ada', id]))).toBe(1);
      const { affected } = await database.write((tx) => tx.manager.update(UserEntity, { id }, { name: 'Ada' }));
      expect(affected).toBe(1);
    });

    it('none when there was none, all when there were several', async () => {
      await add();
      await add();

      expect(await database.execute(RENAME, ['Ada', 'nobody'])).toBe(0);
      expect(await database.execute('UPDATE users SET version = version + 1')).toBe(2);
      expect(await database.execute('DELETE FROM users')).toBe(2);
    });

    it('so that of many conditional updates at once exactly one wins', async () => {
      const id = await add({ version: 1 });
      const update = 'UPDATE users SET version = 2 WHERE id = ? AND version = 1';

      const matched = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          index % 2 === 0 ? database.execute(update, [id]) : database.write((tx) => tx.execute(update, [id])),
        ),
      );

      expect(matched.filter((count) => count === 1)).toHaveLength(1);
      expect(matched.filter((count) => count === 0)).toHaveLength(19);
    });
  });
});
