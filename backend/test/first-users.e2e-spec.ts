import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyPassword } from '../src/auth/password-hash';
import { Config } from '../src/config';
import { Database } from '../src/database/database';
import { StartupError } from '../src/database/errors';
import { ENTITIES } from '../src/entities';
import { makeFirstUsers, randomPassword } from '../src/first-users';
import { ResourceEntity } from '../src/resources/resource.entity';
import { UserEntity } from '../src/users/user.entity';
import { createTestDatabase, type TestDatabase } from './test-database';

const NOW = Date.now();
const ADMIN_PASSWORD = 'correct horse battery staple';

describe('the first users', () => {
  let dataDir: string;
  let testDatabase: TestDatabase;
  let database: Database;

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'latchkey-seed-'));
    testDatabase = await createTestDatabase();
    database = await Database.open({ url: testDatabase.url, entities: ENTITIES });
  });

  afterEach(async () => {
    await database.close();
    await testDatabase.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  function configure(env: Record<string, string> = {}): Config {
    return new Config({ NODE_ENV: 'test', DATA_DIR: dataDir, ...env });
  }

  function users(): Promise<UserEntity[]> {
    return database.manager.find(UserEntity, { order: { email: 'ASC' } });
  }

  describe("on somebody's own machine", () => {
    it('are an administrator and a demo user whose passwords fit, each with something to see', async () => {
      const created = await makeFirstUsers(database, configure(), NOW);

      expect(created).toEqual([
        { email: 'admin@latchkey.local', role: 'ADMIN', password: expect.any(String) },
        { email: 'demo@latchkey.local', role: 'USER', password: expect.any(String) },
      ]);
      const stored = await users();
      expect(stored.map(({ email, roleKey }) => [email, roleKey])).toEqual([
        ['admin@latchkey.local', 'ADMIN'],
        ['demo@latchkey.local', 'USER'],
      ]);
      for (const [index, { id, passwordHash }] of stored.entries()) {
        expect(await verifyPassword(created[index]?.password ?? '', passwordHash ?? '')).toBe(true);
        expect(await database.manager.countBy(ResourceEntity, { ownerId: id })).toBeGreaterThan(1);
      }
    });

    it('are made once only', async () => {
      await makeFirstUsers(database, configure(), NOW);

      expect(await makeFirstUsers(database, configure(), NOW)).toEqual([]);
      expect(await users()).toHaveLength(2);
    });

    it('are made by one of two that start at once', async () => {
      const created = await Promise.all([1, 2].map(() => makeFirstUsers(database, configure(), NOW)));

      expect(created.map(({ length }) => length).toSorted((a, b) => a - b)).toEqual([0, 2]);
      expect(await users()).toHaveLength(2);
    });
  });

  it('are none where the web app has a public address', async () => {
    expect(await makeFirstUsers(database, configure({ WEB_URL: 'https://latchkey.example.com' }), NOW)).toEqual([]);
    expect(await users()).toEqual([]);
  });

  describe('with ADMIN_EMAIL and ADMIN_PASSWORD', () => {
    const env = { ADMIN_EMAIL: ' Ada@Example.com', ADMIN_PASSWORD, WEB_URL: 'https://latchkey.example.com' };

    it('are that administrator, whose password is not shown', async () => {
      expect(await makeFirstUsers(database, configure(env), NOW)).toEqual([
        { email: 'ada@example.com', role: 'ADMIN' },
      ]);

      const [admin] = await users();
      expect(admin).toMatchObject({ email: 'ada@example.com', roleKey: 'ADMIN', emailVerifiedAt: NOW });
      expect(await verifyPassword(ADMIN_PASSWORD, admin?.passwordHash ?? '')).toBe(true);
    });

    it('are nobody while there is an administrator', async () => {
      await makeFirstUsers(database, configure(env), NOW);

      expect(await makeFirstUsers(database, configure({ ...env, ADMIN_EMAIL: 'eve@example.com' }), NOW)).toEqual([]);
      expect(await users()).toHaveLength(1);
    });

    it('make up for administrators who are all disabled', async () => {
      await makeFirstUsers(database, configure(env), NOW);
      await database.execute('UPDATE users SET disabled_at = ?', [NOW]);

      const created = await makeFirstUsers(database, configure({ ...env, ADMIN_EMAIL: 'grace@example.com' }), NOW);

      expect(created).toEqual([{ email: 'grace@example.com', role: 'ADMIN' }]);
    });

    it('never make an administrator of somebody who is there already', async () => {
      await makeFirstUsers(database, configure(env), NOW);
      await database.execute("UPDATE users SET role_key = 'USER'");

      await expect(makeFirstUsers(database, configure(env), NOW)).rejects.toThrow(
        /ADMIN_EMAIL is the address of a user/,
      );
    });

    it.each([
      [{ ...env, ADMIN_PASSWORD: '' }, /ADMIN_EMAIL and ADMIN_PASSWORD belong together/],
      [{ ...env, ADMIN_EMAIL: 'ada' }, /ADMIN_EMAIL is no e-mail address/],
      [{ ...env, ADMIN_PASSWORD: 'short' }, /ADMIN_PASSWORD will not do\. Use at least 15 characters/],
    ])('say what is wrong with a setting, not what it is: %#', async (wrong, message) => {
      const making = makeFirstUsers(database, configure(wrong), NOW);

      await expect(making).rejects.toThrow(StartupError);
      await expect(making).rejects.toThrow(message);
      await expect(making).rejects.not.toThrow(/short\b/);
    });
  });
});

describe('a made-up password', () => {
  it('can be read out, and is never the same', () => {
    const passwords = Array.from({ length: 1_000 }, randomPassword);

    for (const password of passwords) expect(password).toMatch(/^([a-hjkmnp-z2-9]{5}-){4}[a-hjkmnp-z2-9]{5}$/);
    expect(new Set(passwords).size).toBe(passwords.length);
  });
});
