import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { driverErrorOf, StartupError } from '../errors';

/** Above this size the check of every page would keep the application from starting within its 3 seconds. */
const FULL_CHECK_MAX_BYTES = 128 * 1024 * 1024;

const SQLITE_BUSY = 5;
/** I/O error, damaged, wrong kind of file. Any of them on a file that could be opened is damage. */
const DAMAGE: ReadonlySet<number> = new Set([10, 11, 26]);

/** @returns the path in `sqlite:<path>`, made absolute */
export function sqlitePath(url: string): string {
  const path = url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '');
  if (path === '' || path.startsWith(':memory:')) {
    throw new StartupError('DATABASE_URL names no file. Write it as sqlite:<path>, e.g. sqlite:./data/latchkey.db.');
  }
  return resolve(path);
}

/**
 * Makes folder and file when missing, both for this user only. SQLite gives `-wal` and `-shm` the mode of the file.
 * @throws StartupError when the place cannot be written
 */
export function prepareFile(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new StartupError(
      `The database file ${path} cannot be written (${code}). Let this user write to its folder, or set DATA_DIR to one it can write to.`,
      { cause: error },
    );
  }
}

/** Keeps a second process from the same file. The system releases it with the process, also after `kill -9`. */
export class FileLock {
  private constructor(private readonly holder: InstanceType<typeof DatabaseSync>) {}

  /**
   * The lock is SQLite's own, on an empty database beside the real one, so that it can be held for hours while the
   * real one stays open to backups and to `sqlite3`.
   * @throws StartupError when another process has it
   */
  static take(path: string): FileLock {
    const lockPath = `${path}.lock`;
    prepareFile(lockPath);
    const holder = new DatabaseSync(lockPath, { timeout: 0 });
    try {
      holder.exec('PRAGMA journal_mode = MEMORY');
      holder.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      holder.close();
      if (((driverErrorOf(error).errcode ?? 0) & 0xff) !== SQLITE_BUSY) throw startupErrorOf(error, lockPath);
      throw new StartupError(
        `Another process uses the database file ${path}. Stop it first; to run several instances, set DATABASE_URL to a MySQL or MariaDB server.`,
        { cause: error },
      );
    }
    return new FileLock(holder);
  }

  release(): void {
    if (this.holder.isOpen) this.holder.close();
  }
}

/** Looks for damage before anybody writes on top of it. @throws StartupError */
export function checkForDamage(path: string): void {
  const { size } = statSync(path);
  if (size === 0) return;
  const database = new DatabaseSync(path, { timeout: 1_000 });
  try {
    database.prepare('SELECT count(*) FROM sqlite_master').all();
    if (size > FULL_CHECK_MAX_BYTES) return;
    const [row] = database.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[];
    if (row?.quick_check !== 'ok') throw damaged(path, row?.quick_check);
  } catch (error) {
    throw startupErrorOf(error, path);
  } finally {
    database.close();
  }
}

/** @returns the sentence for what SQLite said while opening `path`, or the error itself */
export function startupErrorOf(error: unknown, path: string): unknown {
  if (error instanceof StartupError) return error;
  const { errcode } = driverErrorOf(error);
  if (errcode === undefined) return error;
  const primary = errcode & 0xff;
  if (DAMAGE.has(primary)) return damaged(path, error);
  const said = error instanceof Error ? error.message : 'unknown error';
  return new StartupError(
    `The database file ${path} cannot be used (${said}). Check that its folder can be written and its disk is not full.`,
    { cause: error },
  );
}

function damaged(path: string, cause: unknown): StartupError {
  return new StartupError(
    `The database file ${path} is damaged or no SQLite database. Restore it from a backup, or move it away (with ${path}-wal) to begin with an empty one.`,
    { cause },
  );
}
