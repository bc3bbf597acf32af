import { randomUUID } from 'node:crypto';
import { Database } from '../src/database/database';
import { DatabaseUnavailable, StartupError } from '../src/database/errors';
import { MIGRATIONS } from '../src/database/migrations';
import { createTestDatabase, MYSQL_URL, type TestDatabase } from './test-database';
import { TcpProxy } from './tcp-proxy';

/** Short, for tests that wait for them. */
const LIMITS = { acquireMs: 1_500, queryMs: 1_000, lockWaitMs: 1_000, startMs: 1_500 };
/** The promise: back within so many milliseconds of the database's return. */
const RECOVERY_MS = 10_000;

const RENAME = "UPDATE roles SET version = version + 1 WHERE `key` = 'USER'";

const ADD_ROLE =
  'INSERT INTO roles (`key`, name, built_in, grants, version, created_at, updated_at) ' +
  "VALUES (?, 'A role', 0, '{}', 1, 0, 0)";

/** What is true of a database on a server only: it can go away, come back, and have several users at once. */
describe('the database server', () => {
  let testDatabase: TestDatabase;
  const opened: Database[] = [];
  const proxies: TcpProxy[] = [];

  beforeEach(async () => {
    testDatabase = await createTestDatabase();
  });

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((database) => database.close()));
    await Promise.all(proxies.splice(0).map((proxy) => proxy.stop()));
    await testDatabase.drop();
  });

  async function open(url: string = testDatabase.url): Promise<Database> {
    const database = await Database.open({ url, limits: LIMITS });
    opened.push(database);
    return database;
  }

  async function startProxy(): Promise<TcpProxy> {
    const { hostname, port } = new URL(MYSQL_URL ?? '');
    const proxy = await new TcpProxy(hostname, Number(port || 3306)).start();
    proxies.push(proxy);
    return proxy;
  }

  /** The same database by way of these proxies, in this order. */
  function through(...ways: TcpProxy[]): string {
    const url = new URL(testDatabase.url);
    return testDatabase.url.replace(url.host, ways.map(({ port }) => `127.0.0.1:${port}`).join(','));
  }

  describe('at the start', () => {
    it('is brought up to date by one of several instances, and the others wait for it', async () => {
      const databases = await Promise.all([open(), open(), open()]);

      const applied = databases.flatMap(({ appliedMigrations }) => appliedMigrations);
      expect(applied).toHaveLength(MIGRATIONS.length);
      expect(await databases[0]?.query('SELECT COUNT(*) AS count FROM roles')).toEqual([{ count: 2 }]);
    });

    it('may come up after the application', async () => {
      const proxy = await startProxy();
      await proxy.stop();

      const opening = open(through(proxy));
      setTimeout(() => void proxy.start(), 500);

      await (await opening).ping();
    });

    it('is said to be away when it does not come, and where it was looked for', async () => {
      const proxy = await startProxy();
      await proxy.stop();

      const opening = open(through(proxy));

      await expect(opening).rejects.toThrow(StartupError);
      await expect(opening).rejects.toThrow(
        new RegExp(`127\\.0\\.0\\.1:${proxy.port} .*cannot be reached \\(ECONNREFUSED\\)`),
      );
    });

    it('is said to be away when it never answers', async () => {
      const proxy = await startProxy();
      proxy.freeze();

      await expect(open(through(proxy))).rejects.toThrow(/cannot be reached/);
    });

    it('is said to refuse a wrong password, without the password in it', async () => {
      const url = new URL(testDatabase.url);
      url.password = 'not-the-password';

      const opening = open(url.href);

      await expect(opening).rejects.toThrow(/refuses this user\. Correct user and password in DATABASE_URL/);
      await expect(opening).rejects.not.toThrow(/not-the-password/);
    });

    it('is said to have no such database, and how to make it', async () => {
      const url = new URL(testDatabase.url);
      url.pathname = '/latchkey_none';

      await expect(open(url.href)).rejects.toThrow(/no such database.*CREATE DATABASE `latchkey_none`/);
    });

    it('is the same under either name', async () => {
      const names = await Promise.all(
        ['mysql:', 'mariadb:'].map(async (scheme) => (await open(testDatabase.url.replace('mysql:', scheme))).kind),
      );

      expect(names[0]).toBe(names[1]);
    });
  });

  it('compares every text by code point, blanks at the end included', async () => {
    const database = await open();

    const columns = await database.query<{ collation_name: string }>(
      'SELECT DISTINCT collation_name AS collation_name FROM information_schema.columns ' +
        "WHERE table_schema = DATABASE() AND table_name <> 'migrations' AND collation_name IS NOT NULL",
    );

    expect(columns).toHaveLength(1);
    expect(columns[0]?.collation_name).toMatch(/^utf8mb4_(nopad_bin|0900_bin)$/);
  });

  it('refuses what does not fit, whatever its own settings are', async () => {
    const database = await open();

    await expect(database.execute('UPDATE roles SET name = ?', ['x'.repeat(101)])).rejects.toThrow(/too long/);
    await expect(database.execute("UPDATE roles SET version = 'many'")).rejects.toThrow();
  });

  describe('with many at once', () => {
    it('runs two units that block each other both to their end', async () => {
      const database = await open();
      const update = 'UPDATE roles SET version = version + 1 WHERE `key` = ?';
      // Both hold one row before either asks for the other's.
      const meet = meetingOf(2);
      let runs = 0;
      const unit = (first: string, second: string): Promise<void> =>
        database.write(async (tx) => {
          runs += 1;
          await tx.execute(update, [first]);
          if (runs <= 2) await meet();
          await tx.execute(update, [second]);
        });

      await Promise.all([unit('ADMIN', 'USER'), unit('USER', 'ADMIN')]);

      expect(runs).toBeGreaterThan(2);
      expect(await database.query('SELECT version FROM roles')).toEqual([{ version: 3 }, { version: 3 }]);
    });

    it('runs a unit again that did not notice its own deadlock, and keeps nothing of its first run', async () => {
      const database = await open();
      await database.execute('CREATE TABLE notes (id INT PRIMARY KEY)');
      const set = 'UPDATE roles SET version = ? WHERE `key` = ?';
      const meet = meetingOf(2);
      let runs = 0;
      const careless = database.write(async (tx) => {
        runs += 1;
        await tx.execute(set, [100 + runs, 'ADMIN']);
        if (runs === 1) await meet();
        await tx.execute(set, [200 + runs, 'USER']).catch(() => undefined);
        await tx.execute('INSERT INTO notes (id) VALUES (?)', [runs]).catch(() => undefined);
      });
      // It wins, because it has changed more rows.
      const thorough = database.write(async (tx) => {
        for (let index = 0; index < 50; index += 1) await tx.execute(ADD_ROLE, [`role-${index}`]);
        await tx.execute(set, [1, 'USER']);
        await meet();
        await tx.execute(set, [2, 'ADMIN']);
      });

      await Promise.all([careless, thorough]);

      expect(runs).toBe(2);
      expect(await database.query('SELECT id FROM notes')).toEqual([{ id: 2 }]);
      expect(await database.query("SELECT version FROM roles WHERE `key` IN ('ADMIN', 'USER') ORDER BY `key`")).toEqual(
        [{ version: 102 }, { version: 202 }],
      );
    });

    it('serves more units than it has connections, also when each reads besides', async () => {
      const database = await open();

      await Promise.all(
        Array.from({ length: 60 }, () =>
          database.write(async (tx) => {
            await database.query('SELECT 1 AS answer');
            await tx.execute(ADD_ROLE, [randomUUID()]);
          }),
        ),
      );

      expect(await database.query('SELECT COUNT(*) AS count FROM roles')).toEqual([{ count: 62 }]);
    });

    it('says that it is busy when a turn does not come, instead of waiting for ever', async () => {
      const database = await open();
      const hold = Array.from({ length: 10 }, () =>
        database.write((tx) => tx.query('SELECT SLEEP(0.9) AS slept').then(() => sleep(1_500))),
      );

      await sleep(200);

      await expect(database.execute(RENAME)).rejects.toThrow(DatabaseUnavailable);

      await Promise.all(hold);
      expect(await database.execute(RENAME)).toBe(1);
    });
  });

  it('stops a statement that takes too long', async () => {
    const database = await open();
    const started = performance.now();

    await expect(database.query('SELECT SLEEP(30) FROM roles')).rejects.toThrow(DatabaseUnavailable);

    expect(performance.now() - started).toBeLessThan(LIMITS.queryMs + 1_500);
    await database.ping();
  });

  it('may close connections: reads and units of work go on on new ones', async () => {
    const proxy = await startProxy();
    const database = await open(through(proxy));
    await Promise.all(Array.from({ length: 8 }, () => database.query('SELECT SLEEP(0.1) AS slept')));
    await Promise.all(Array.from({ length: 4 }, () => database.write((tx) => tx.execute(RENAME))));

    proxy.breakConnections();

    expect(await database.query('SELECT 1 AS answer')).toEqual([{ answer: 1 }]);
    proxy.breakConnections();
    expect(await database.write((tx) => tx.execute(RENAME))).toBe(1);
  });

  it('rolls back what was on its way when it went', async () => {
    const proxy = await startProxy();
    const database = await open(through(proxy));

    const write = database.write(async (tx) => {
      await tx.execute(RENAME);
      proxy.breakConnections();
      await tx.execute(RENAME);
    });

    await expect(write).rejects.toThrow(DatabaseUnavailable);
    expect(await database.query("SELECT version FROM roles WHERE `key` = 'USER'")).toEqual([{ version: 1 }]);
  });

  it.each<[string, (proxy: TcpProxy) => unknown, (proxy: TcpProxy) => unknown]>([
    ['refuses connections', (proxy) => proxy.stop(), (proxy) => proxy.start()],
    ['answers nothing', (proxy) => proxy.freeze(), (proxy) => proxy.thaw()],
  ])('is waited for briefly while it %s, and used again within 10 s of its return', async (_, takeAway, giveBack) => {
    const proxy = await startProxy();
    const database = await open(through(proxy));
    await takeAway(proxy);

    for (const attempt of [() => database.ping(), () => database.write((tx) => tx.execute(RENAME))]) {
      const started = performance.now();
      await expect(attempt()).rejects.toThrow(DatabaseUnavailable);
      expect(performance.now() - started).toBeLessThan(LIMITS.queryMs + LIMITS.acquireMs);
    }

    await giveBack(proxy);
    const returned = performance.now();
    await untilItWorks(() => database.ping());
    await untilItWorks(() => database.write((tx) => tx.execute(RENAME)));
    expect(performance.now() - returned).toBeLessThan(RECOVERY_MS);
  });

  describe('on several hosts', () => {
    it('is used on the first that can be reached', async () => {
      const [first, second] = [await startProxy(), await startProxy()];
      await first.stop();

      const database = await open(through(first, second));

      await database.ping();
    });

    it('is used on the next one when one goes away, for reads and for units of work', async () => {
      const [first, second] = [await startProxy(), await startProxy()];
      const database = await open(through(first, second));
      await database.execute(RENAME);

      await first.stop();

      await untilItWorks(() => database.ping());
      expect(await untilItWorks(() => database.write((tx) => tx.execute(RENAME)))).toBe(1);
      await first.start();
      await second.stop();
      await untilItWorks(() => database.ping());
    });
  });
});

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Whoever comes waits until so many have come; later it keeps nobody. */
function meetingOf(count: number): () => Promise<void> {
  let open: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  let come = 0;
  return () => {
    come += 1;
    if (come === count) open();
    return opened;
  };
}

/** Tries again, as the next request would. */
async function untilItWorks<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + RECOVERY_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(100);
    }
  }
}
