import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditSealer } from '../src/audit/audit-sealer';
import { eventsOf } from './audit-events';
import { makeUser } from './builders';
import { MIGRATIONS } from '../src/database/migrations';
import { runCommand } from './run-command';
import { startApp } from './start-app';
import { createTestDatabase, type TestDatabase } from './test-database';

// Each of them starts a process that compiles what it needs.
jest.setTimeout(60_000);

describe('the commands', () => {
  let dataDir: string;
  let testDatabase: TestDatabase;

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'latchkey-commands-'));
    testDatabase = await createTestDatabase();
  });

  afterEach(async () => {
    await testDatabase.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const run = (entry: string, env: Record<string, string> = {}, words: string[] = [], input = '') =>
    runCommand({ entry, env: { DATA_DIR: dataDir, DATABASE_URL: testDatabase.url, ...env }, words, input });

  it('migrate brings the database up to date, says so, and may be run again', async () => {
    const first = await run('database/migrate.ts');
    const second = await run('database/migrate.ts');

    expect(first).toMatchObject({ status: 0, errors: '' });
    expect(first.output).toMatch(
      new RegExp(
        `^${MIGRATIONS.map(({ name }) => `Applied ${name}\\.\\n`).join('')}The \\w+ database is up to date\\.\\n$`,
      ),
    );
    expect(second).toMatchObject({ status: 0, errors: '' });
    expect(second.output).toMatch(/^The \w+ database is up to date\.\n$/);
  });

  it('admin-create makes an administrator, who signs in, and leaves one event', async () => {
    const password = 'a sentence that nobody else knows';
    const create = (words: string[], input = `${password}\n`) => run('admin-create.ts', {}, words, input);
    const made = await create(['--email', 'Ada@Example.com', '--name', 'Ada Lovelace']);
    expect(made).toEqual({ status: 0, output: 'ada@example.com is an administrator now.\n', errors: '' });
    expect((await create(['--email', 'ada@example.com'])).output).toContain('an administrator already');
    expect(await create(['--email', 'no address'])).toMatchObject({
      status: 1,
      errors: expect.stringContaining('Say who it is') as string,
    });
    expect(await create(['--email', 'b@example.com'], 'passwordpassword')).toMatchObject({
      status: 1,
      errors: expect.stringContaining('The password will not do.') as string,
    });
    expect(await create(['--email', 'b@example.com'], '')).toMatchObject({
      status: 1,
      errors: expect.stringContaining('standard input') as string,
    });
    expect(await create(['--password', password])).toMatchObject({ status: 1 });

    const api = await startApp({ DATABASE_URL: testDatabase.url });
    try {
      const { body } = await api.http.post('/v1/auth/login').send({ email: 'ada@example.com', password }).expect(200);
      expect((body as { user: object }).user).toMatchObject({ name: 'Ada Lovelace', role: 'ADMIN' });
      const created = (await eventsOf(api)).filter(({ action }) => action === 'user.create');
      expect(created).toEqual([expect.objectContaining({ actorId: null, userAgent: 'npm run admin:create' })]);
      await makeUser(api, { email: 'grace@example.com' });
    } finally {
      await api.close();
    }
    expect(await create(['--email', 'grace@example.com'], '')).toMatchObject({
      status: 1,
      errors: expect.stringContaining('--promote') as string,
    });
    const promoted = await create(['--email', 'grace@example.com', '--promote'], '');
    expect(promoted).toMatchObject({ status: 0, errors: '' });
    expect((await create(['--email', 'grace@example.com'], '')).output).toContain('already');
  });

  it('audit-verify reads the chain while the API runs, and tells what is wrong with it', async () => {
    const api = await startApp({ DATABASE_URL: testDatabase.url });
    try {
      for (let attempt = 0; attempt < 3; attempt += 1)
        await api.http.post('/v1/auth/login').send({ email: 'x@example.com', password: 'x' }).expect(401);
      await api.app.get(AuditSealer).seal();
      const right = await run('audit-verify.ts');
      expect(right).toMatchObject({ status: 0, errors: '' });
      expect(right.output).toMatch(/^3 events are as they were recorded\.\nEnd of the chain: 3:[0-9a-f]{64}\n$/);
      const end = /3:[0-9a-f]{64}/.exec(right.output)?.[0] ?? '';
      expect(await run('audit-verify.ts', {}, [end])).toMatchObject({ status: 0 });
      expect(await run('audit-verify.ts', {}, ['17'])).toMatchObject({ status: 1, output: '' });
      await api.database.execute('DELETE FROM audit_events WHERE sequence = 2');
      const wrong = await run('audit-verify.ts');
      expect(wrong.status).toBe(1);
      expect(wrong.output).toMatch(/^Event 2 was removed: event 3 comes next\.\n1 event is as it was recorded/);
    } finally {
      await api.close();
    }
  });

  it('seed prints one line of JSON, with the passwords the first time only', async () => {
    const first = await run('seed.ts');
    const second = await run('seed.ts');

    expect(first).toMatchObject({ status: 0, errors: '' });
    expect(JSON.parse(first.output)).toMatchObject({
      created: [{ email: 'admin@latchkey.local' }, { email: 'demo@latchkey.local' }],
    });
    expect(second).toMatchObject({ status: 0, errors: '', output: '{"created":[]}\n' });
  });

  it.each(['database/migrate.ts', 'seed.ts'])('%s says in one sentence what keeps it from its work', async (entry) => {
    const { status, output, errors } = await run(entry, { DATABASE_URL: 'sqlite:/dev/null/latchkey.db' });

    expect({ status, output }).toEqual({ status: 1, output: '' });
    expect(errors).toMatch(/^The database file \/dev\/null\/latchkey\.db cannot be written \(\w+\)\. .*\n$/);
  });
});
