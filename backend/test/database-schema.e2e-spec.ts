import { DataSource } from 'typeorm';
import { ADMIN_GRANTS, ADMIN_ROLE, grantsOf, USER_GRANTS, USER_ROLE } from '../src/access/permissions';
import { Database } from '../src/database/database';
import { DEFAULT_LIMITS } from '../src/database/engine';
import { MIGRATIONS } from '../src/database/migrations';
import { openEngine } from '../src/database/open-engine';
import { UnitScope } from '../src/database/unit-scope';
import { uuidv7 } from '../src/database/uuid';
import { ENTITIES } from '../src/entities';
import { insertUsers } from '../src/users/user-rows';
import { createTestDatabase, type TestDatabase } from './test-database';

const NAMES = MIGRATIONS.map(({ name }) => name);

describe('the schema', () => {
  let testDatabase: TestDatabase;

  beforeEach(async () => {
    testDatabase = await createTestDatabase();
  });

  afterEach(async () => {
    await testDatabase.drop();
  });

  async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
    const database = await Database.open({ url: testDatabase.url, entities: ENTITIES });
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  }

  it('is what the entities say: nothing would have to be changed', async () => {
    const engine = await openEngine(testDatabase.url, { entities: ENTITIES, limits: DEFAULT_LIMITS });
    try {
      await engine.migrate();
      expect(await changesToMake(engine.reader)).toEqual([]);
    } finally {
      await engine.close();
    }
  });

  it('would be seen to differ, if a column or a key did', async () => {
    const engine = await openEngine(testDatabase.url, { entities: ENTITIES, limits: DEFAULT_LIMITS });
    try {
      await engine.migrate();
      await engine.execute(`DROP INDEX ix_users_name_key${engine.kind === 'sqlite' ? '' : ' ON users'}`, []);
      expect(await changesToMake(engine.reader)).toEqual([expect.stringContaining('ix_users_name_key')]);
    } finally {
      await engine.close();
    }
  });

  it('is made once, however often the database is opened', async () => {
    const first = await withDatabase(async ({ appliedMigrations }) => appliedMigrations);
    const second = await withDatabase(async ({ appliedMigrations }) => appliedMigrations);

    expect(first).toEqual(NAMES);
    expect(second).toEqual([]);
  });

  it('keeps the data when it is brought up to date again', async () => {
    await withDatabase((database) => database.execute("UPDATE roles SET name = 'Chief' WHERE `key` = 'ADMIN'"));

    const names = await withDatabase((database) => database.query('SELECT name FROM roles ORDER BY `key`'));

    expect(names).toEqual([{ name: 'Chief' }, { name: 'User' }]);
  });

  it('goes on where a migration was cut off half-way', async () => {
    // As after a kill on MySQL, which keeps each table that was made: the tables are there, the note of it is not.
    await withDatabase(async (database) => {
      await database.execute('DELETE FROM migrations');
      await database.execute('DROP TABLE resources');
      await database.execute("DELETE FROM roles WHERE `key` = 'USER'");
    });

    const roles = await withDatabase(async (database) => {
      expect(database.appliedMigrations).toEqual(NAMES);
      expect(await database.query('SELECT COUNT(*) AS count FROM resources')).toEqual([{ count: 0 }]);
      return database.query('SELECT `key` FROM roles ORDER BY `key`');
    });

    expect(roles).toEqual([{ key: 'ADMIN' }, { key: 'USER' }]);
  });

  it('lets people be found who were there before there were words to find them by', async () => {
    await withDatabase(async (database) => {
      const people = Array.from({ length: 501 }, (_, index) => {
        const id = uuidv7(index + 1);
        return { id, name: `Ada ${index}`, email: `${id}@example.com`, roleKey: 'USER', createdAt: 1 };
      });
      await database.write((tx) => insertUsers(tx, people));
      await database.execute('DELETE FROM user_words');
      await database.execute("DELETE FROM migrations WHERE name LIKE 'CreateUserWords%'");
    });

    const counts = await withDatabase((database) =>
      database.query("SELECT COUNT(*) AS people FROM user_words WHERE word IN ('ada', '500', '0')"),
    );

    expect(counts).toEqual([{ people: 503 }]);
  });

  it('gives the built-in roles what the permissions table says', async () => {
    const roles = await withDatabase((database) =>
      database.query<{ key: string; grants: string }>('SELECT `key`, grants FROM roles'),
    );

    const grants = Object.fromEntries(roles.map((role) => [role.key, grantsOf(role.key, role.grants)]));
    expect(grants).toEqual({ [ADMIN_ROLE]: ADMIN_GRANTS, [USER_ROLE]: USER_GRANTS });
  });

  it('can be taken back by the migrations that made it', async () => {
    const engine = await openEngine(testDatabase.url, { entities: ENTITIES, limits: DEFAULT_LIMITS });
    try {
      await engine.migrate();
      await UnitScope.run(async () => {
        const leave = await engine.claim();
        const runner = engine.createRunner();
        for (const Migration of MIGRATIONS.toReversed()) await new Migration().down(runner);
        await runner.release();
        leave();
      });
      expect(await engine.reader.createQueryRunner().hasTable('users')).toBe(false);
    } finally {
      await engine.close();
    }
  });
});

/** The statements by which TypeORM would make the database fit the entities. */
async function changesToMake(dataSource: DataSource): Promise<string[]> {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}
