import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from '@photostructure/sqlite';
import { Database } from '../src/database/database';
import { DatabaseUnavailable, StartupError } from '../src/database/errors';

const PAGE_BYTES = 4096;

/** What is true of the embedded database only: its file, and that one process has it. */
describe('the database file', () => {
  let folder: string;
  let path: string;
  let url: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-file-'));
    path = join(folder, 'data', 'latchkey.db');
    url = `sqlite:${path}`;
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function openAndClose(): Promise<void> {
    const database = await Database.open({ url });
    await database.close();
  }

  it('and all that lies beside it is for its user only', async () => {
    const database = await Database.open({ url });

    const files = readdirSync(join(folder, 'data'));
    expect(files.toSorted()).toEqual(['latchkey.db', 'latchkey.db-shm', 'latchkey.db-wal', 'latchkey.db.lock']);
    for (const file of files) expect(statSync(join(folder, 'data', file)).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
    await database.close();
  });

  it('is written to the disk before a commit is acknowledged', async () => {
    const database = await Database.open({ url });

    const settings = await database.write(async (tx) => [
      ...(await tx.query('PRAGMA journal_mode')),
      ...(await tx.query('PRAGMA synchronous')),
      ...(await tx.query('PRAGMA foreign_keys')),
    ]);

    expect(settings).toEqual([{ journal_mode: 'wal' }, { synchronous: 2 }, { foreign_keys: 1 }]);
    await database.close();
  });

  it('belongs to one process; a second one is told so, and how to run several', async () => {
    const first = await Database.open({ url });

    const second = Database.open({ url });

    await expect(second).rejects.toThrow(StartupError);
    await expect(second).rejects.toThrow(/Another process uses .*latchkey\.db.*MySQL/);
    await first.close();
    await openAndClose();
  });

  it('loses nothing acknowledged and keeps nothing half done when its process is killed, and is free again at once', async () => {
    const acknowledged = await writeUntilKilled(url);

    const database = await Database.open({ url });
    const rows = await database.query<{ number: number; halves: number }>(
      'SELECT number, COUNT(*) AS halves FROM pairs GROUP BY number',
    );
    await database.close();

    const stored = new Set(rows.map(({ number }) => number));
    expect(acknowledged.length).toBeGreaterThan(50);
    expect(acknowledged.filter((number) => !stored.has(number))).toEqual([]);
    expect(rows.filter(({ halves }) => halves !== 2)).toEqual([]);
  });

  describe('when damaged, is said to be so, and how to go on,', () => {
    async function expectDamage(): Promise<void> {
      const opening = openAndClose();
      await expect(opening).rejects.toThrow(StartupError);
      await expect(opening).rejects.toThrow(/latchkey\.db is damaged or no SQLite database\. Restore it from a backup/);
    }

    it.each([10, 100, 10_000])('if it is something else, of %i bytes', async (size) => {
      mkdirSync(join(folder, 'data'));
      writeFileSync(path, 'Dear diary, '.repeat(size).slice(0, size));

      await expectDamage();
    });

    it('if its end is missing', async () => {
      await openAndClose();
      truncateSync(path, 3 * PAGE_BYTES);

      await expectDamage();
    });

    it('if something was written into the middle of it', async () => {
      await openAndClose();
      const file = openSync(path, 'r+');
      writeSync(file, Buffer.alloc(PAGE_BYTES, 0x5a), 0, PAGE_BYTES, PAGE_BYTES);

      await expectDamage();
    });

    it('and is left as it is', async () => {
      mkdirSync(join(folder, 'data'));
      writeFileSync(path, 'Dear diary, '.repeat(1_000));

      await expectDamage();

      expect(readFileSync(path, 'utf8')).toBe('Dear diary, '.repeat(1_000));
    });
  });

  describe('where it cannot be, says so, and what to set,', () => {
    it('if its folder is a file', async () => {
      writeFileSync(join(folder, 'data'), '');

      await expect(openAndClose()).rejects.toThrow(/cannot be written \((EEXIST|ENOTDIR)\)\..*DATA_DIR/);
    });

    it('if a folder has its name', async () => {
      mkdirSync(path, { recursive: true });

      await expect(openAndClose()).rejects.toThrow(/cannot be written \(EISDIR\)\..*DATA_DIR/);
    });

    it.each(['sqlite:', 'sqlite::memory:'])('if DATABASE_URL is %s', async (wrong) => {
      await expect(Database.open({ url: wrong })).rejects.toThrow(/names no file.*sqlite:<path>/);
    });

    it('if DATABASE_URL is of no kind that is known', async () => {
      await expect(Database.open({ url: 'postgres://localhost/x' })).rejects.toThrow(StartupError);
    });
  });

  it('on a full disk takes nothing of a unit of work, also if the unit goes on regardless', async () => {
    const database = await Database.open({ url });
    await database.execute('CREATE TABLE notes (id INT PRIMARY KEY, body TEXT)');
    const insert = 'INSERT INTO notes (id, body) VALUES (?, ?)';

    const write = database.write(async (tx) => {
      const [row] = await tx.query<{ page_count: number }>('PRAGMA page_count');
      await tx.query(`PRAGMA max_page_count = ${(row?.page_count ?? 0) + 2}`);
      await tx.execute(insert, [1, 'fits']);
      await tx.execute(insert, [2, 'x'.repeat(100_000)]).catch(() => undefined);
      await tx.execute(insert, [3, 'would be alone']).catch(() => undefined);
    });

    await expect(write).rejects.toThrow(DatabaseUnavailable);
    expect(await database.query('SELECT id FROM notes')).toEqual([]);
    await database.close();
  });

  it('can be read while another program holds it, and written again afterwards', async () => {
    const database = await Database.open({ url });
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const write = 'UPDATE roles SET version = version + 1';

    await expect(database.execute(write)).rejects.toThrow(DatabaseUnavailable);
    expect(await database.query('SELECT MAX(version) AS version FROM roles')).toEqual([{ version: 1 }]);
    other.exec('ROLLBACK');

    expect(await database.execute(write)).toBe(2);
    other.close();
    await database.close();
  });
});

/** @returns the numbers of the pairs that a process acknowledged before it was killed in the midst of writing */
async function writeUntilKilled(url: string): Promise<number[]> {
  const child = spawn(
    process.execPath,
    ['--require', join(__dirname, 'typescript-hook.cjs'), join(__dirname, 'write-until-killed.ts'), url],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const numbers: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'ready') setTimeout(() => child.kill('SIGKILL'), 500);
    else numbers.push(Number(line));
  }
  return numbers;
}
