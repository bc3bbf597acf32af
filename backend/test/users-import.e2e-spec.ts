import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash as bcrypt } from '@node-rs/bcrypt';
import { Database } from '../src/database/database';
import { eventsOf } from './audit-events';
import { runCommand } from './run-command';
import { startApp } from './start-app';
import { createTestDatabase, type TestDatabase } from './test-database';

// Each of them starts processes that compile what they need.
jest.setTimeout(120_000);

const PASSWORD = 'an old password of theirs';

let folder: string;
let testDatabase: TestDatabase;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-import-'));
  testDatabase = await createTestDatabase();
});
afterEach(async () => {
  await testDatabase.drop();
  rmSync(folder, { recursive: true, force: true });
});

function fileOf(name: string, lines: string[]): string {
  const file = join(folder, name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const importFile = (words: string[], onStart?: Parameters<typeof runCommand>[0]['onStart']) =>
  runCommand({ entry: 'users-import.ts', env: { DATA_DIR: folder, DATABASE_URL: testDatabase.url }, words, ...(onStart && { onStart }) }); // prettier-ignore

async function countPeople(): Promise<number> {
  const database = await Database.open({ url: testDatabase.url });
  const [row] = await database.query<{ total: number }>('SELECT COUNT(*) AS total FROM users');
  await database.close();
  return row?.total ?? 0;
}

it('imports people with the hashes of another system, who sign in with what they know', async () => {
  const hash = await bcrypt(PASSWORD, { cost: 6 });
  const file = fileOf('people.csv', [
    'email,name,password_hash,email_verified,created_at',
    `Ada@Example.com,"Lovelace, Ada",${hash},true,2020-02-29T12:00:00Z`,
    'grace@example.com,Grace Hopper,,false,',
    'no address,Nobody,,,',
    'x@example.com,X,5f4dcc3b5aa765d61d8327deb882cf99,,',
    'ADA@example.com,Twice,,,',
  ]);
  const dry = await importFile([file, '--dry-run']);
  expect(dry.output).toContain('2 would be imported, 1 there already, 2 bad.');
  expect(await countPeople()).toBe(0);

  const report = join(folder, 'report.txt');
  const done = await importFile([file, '--report', report]);
  expect(done.status).toBe(1);
  expect(done.output).toContain('2 imported, 1 there already, 2 bad.');
  expect(readFileSync(report, 'utf8').split('\n')).toEqual([
    'line 4: email is no plain e-mail address.',
    expect.stringMatching(/^line 5: password_hash is of no scheme/),
    '',
  ]);

  const api = await startApp({ DATABASE_URL: testDatabase.url });
  try {
    const logIn = () => api.http.post('/v1/auth/login').send({ email: 'ada@example.com', password: PASSWORD });
    expect(((await logIn().expect(200)).body as { user: object }).user).toMatchObject({ name: 'Lovelace, Ada' });
    const hashes = await api.database.query("SELECT password_hash AS hash FROM users WHERE email = 'ada@example.com'");
    expect(hashes).toEqual([{ hash: expect.stringMatching(/^\$argon2id\$/) as string }]);
    await logIn().expect(200);
    expect((await eventsOf(api)).filter(({ action }) => action === 'user.import')).toHaveLength(2);
    const words = await api.database.query("SELECT user_id FROM user_words WHERE word IN ('lovelace', 'hopper')");
    expect(words).toHaveLength(2);
  } finally {
    await api.close();
  }
});

it('takes JSON Lines, and says what is wrong with each bad one', async () => {
  const rows = [
    { email: 'a@example.com', name: 'A', role: 'ADMIN', disabled: true },
    { email: 'b@example.com', role: 'NO_SUCH' },
    { email: 'c@example.com', created_at: 'some day' },
    { email: 'd@example.com', email_verified: 'perhaps' },
    { email: 'e@example.com', locale: 'xx' },
  ];
  const file = fileOf('people.jsonl', [...rows.map((row) => JSON.stringify(row)), 'no json']);
  const { status, output, errors } = await importFile([file]);
  expect([status, output.includes('1 imported, 0 there already, 5 bad.')]).toEqual([1, true]);
  expect(errors.trim().split('\n').map((line) => line.slice(0, 16))).toEqual(['line 2: role: th', 'line 3: created_', 'line 4: email_ve', 'line 5: locale i', 'line 6: email is']); // prettier-ignore
});

it('is started again after a kill without making anybody twice', async () => {
  const file = fileOf('many.csv', [
    'email,name',
    ...Array.from({ length: 12_000 }, (_, index) => `person-${index}@example.com,Person ${index}`),
  ]);
  const killed = await importFile([file], (child) => {
    child.stdout?.on('data', (text: Buffer) => {
      if (/[1-9][\d,]* imported/.test(text.toString())) child.kill('SIGKILL');
    });
  });
  expect(killed.status).toBe(-1);
  const before = await countPeople();
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(12_000);
  const again = await importFile([file]);
  expect(again.output).toContain(`${12_000 - before} imported, ${before} there already, 0 bad.`);
  expect(await countPeople()).toBe(12_000);
});

it('says what the first line must be', async () => {
  const { status, errors } = await importFile([fileOf('wrong.csv', ['mail,password', 'a@example.com,x'])]);
  expect([status, errors]).toEqual([1, expect.stringContaining('The first line names the columns')]);
  expect(await importFile(['/no/such/file.csv'])).toMatchObject({ status: 1, errors: expect.stringContaining('Give the file') as string }); // prettier-ignore
});
