import { DataSource, type DataSourceOptions, type QueryRunner } from 'typeorm';
import type { AbstractSqliteDriver } from 'typeorm/driver/sqlite-abstract/AbstractSqliteDriver';
import type { Engine, EngineOptions } from '../engine';
import { mayHaveRolledBack, StartupError, UnitOfWorkMisuse } from '../errors';
import { FifoGate } from '../fifo-gate';
import { MIGRATIONS } from '../migrations';
import { runMigrations } from '../migrations/run';
import { SnakeCaseNaming } from '../naming';
import type { SqlValue } from '../parameters';
import { ReadOnlySubscriber } from '../read-only.subscriber';
import { retryTransient } from '../unit-of-work';
import { UnitScope } from '../unit-scope';
import { SqliteConnection } from './connection';
import { checkForDamage, FileLock, prepareFile, sqlitePath, startupErrorOf } from './file';

/** While it is opened and read. The process stands still while it waits. */
const BUSY_TIMEOUT_MS = 250;
/** Beside an API that writes all the time. Nobody waits for the one who waits here. */
const BESIDE_TIMEOUT_MS = 5_000;

/**
 * One connection that writes, one unit of work at a time, and one that reads and sees only what is committed.
 * @see docs/decisions/0002-one-writer-on-sqlite.md
 */
export class SqliteEngine implements Engine {
  readonly kind = 'sqlite';
  private readonly gate: FifoGate;
  private writing: UnitScope | undefined;

  private constructor(
    readonly writer: DataSource,
    readonly reader: DataSource,
    private readonly writerConnection: SqliteConnection,
    private readonly readerConnection: SqliteConnection,
    /** None beside the process that has it. */
    private readonly lock: FileLock | undefined,
    acquireMs: number,
  ) {
    this.gate = new FifoGate(acquireMs);
    writerConnection.guardWith({
      before: (sql) => {
        if (this.writing === undefined) throw new UnitOfWorkMisuse('A statement ran outside any unit of work.');
        this.writing.check(sql);
      },
      failed: (error) => {
        if (mayHaveRolledBack(error)) this.writing?.doom(error);
      },
    });
  }

  /** @throws StartupError */
  static async open(url: string, { entities, limits, isBeside = false }: EngineOptions): Promise<SqliteEngine> {
    const path = sqlitePath(url);
    prepareFile(path);
    const lock = isBeside ? undefined : FileLock.take(path);
    try {
      if (lock) checkForDamage(path);
      const writer = await connect(path, entities, { isReader: false, isBeside });
      const reader = await connect(path, entities, { isReader: true, isBeside });
      return new SqliteEngine(
        writer.dataSource,
        reader.dataSource,
        writer.connection,
        reader.connection,
        lock,
        limits.acquireMs,
      );
    } catch (error) {
      lock?.release();
      throw startupErrorOf(error, path);
    }
  }

  async query(sql: string, parameters: readonly SqlValue[]): Promise<unknown[]> {
    const statement = this.readerConnection.prepare(sql);
    if (!statement.reader) throw new UnitOfWorkMisuse('query() is for statements that return rows.');
    return statement.all(...parameters);
  }

  execute(sql: string, parameters: readonly SqlValue[]): Promise<number> {
    return this.alone(async () => this.writerConnection.prepare(sql).run(...parameters).changes);
  }

  async claim(): Promise<() => void> {
    const leave = await this.gate.enter();
    this.writing = UnitScope.current;
    return () => {
      this.writing = undefined;
      leave();
    };
  }

  createRunner(): QueryRunner {
    // TypeORM would give everybody the one runner it keeps, and with it a count of somebody else's savepoints.
    (this.writer.driver as AbstractSqliteDriver).queryRunner = undefined;
    return this.writer.createQueryRunner();
  }

  async discard(): Promise<void> {
    this.writerConnection.abandonTransaction();
  }

  migrate(): Promise<string[]> {
    return retryTransient(() => this.alone(() => runMigrations(this.writer, this.createRunner())));
  }

  async close(): Promise<void> {
    const leave = await this.gate.enter();
    try {
      await this.reader.destroy();
      // The driver cannot close a connection whose statements are not collected yet, so SQLite would not do this itself.
      if (this.lock) this.writerConnection.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      await this.writer.destroy();
      this.lock?.release();
      leave();
    }
  }

  /** Runs `work` as the only unit there is, in transactions of its own making if any. */
  private alone<T>(work: () => Promise<T>): Promise<T> {
    return UnitScope.run(async () => {
      const leave = await this.claim();
      try {
        return await work();
      } finally {
        leave();
      }
    });
  }
}

interface ConnectionUse {
  readonly isReader: boolean;
  readonly isBeside: boolean;
}

interface OpenConnection {
  dataSource: DataSource;
  connection: SqliteConnection;
}

async function connect(path: string, entities: readonly Function[], use: ConnectionUse): Promise<OpenConnection> {
  const { isReader, isBeside } = use;
  let opened: SqliteConnection | undefined;
  const options: DataSourceOptions = {
    type: 'better-sqlite3',
    driver: SqliteConnection,
    database: path,
    timeout: isBeside ? BESIDE_TIMEOUT_MS : BUSY_TIMEOUT_MS,
    prepareDatabase: (connection: SqliteConnection) => {
      opened = connection;
      prepareConnection(connection, use);
    },
    entities: [...entities],
    migrations: isReader ? [] : MIGRATIONS,
    subscribers: isReader ? [ReadOnlySubscriber] : [],
    namingStrategy: new SnakeCaseNaming(),
    logging: false,
  };
  const dataSource = await new DataSource(options).initialize();
  if (!opened) throw new StartupError('TypeORM opened no SQLite connection.');
  return { dataSource, connection: opened };
}

function prepareConnection(connection: SqliteConnection, { isReader, isBeside }: ConnectionUse): void {
  // Readers go on while somebody writes, and see the last commit.
  connection.pragma('journal_mode = WAL');
  // A commit is on the disk before it is acknowledged. WAL with NORMAL would lose the last ones with the power.
  connection.pragma('synchronous = FULL');
  connection.pragma('trusted_schema = OFF');
  if (isReader) connection.pragma('query_only = ON');
  // Reading goes on while somebody else holds the file: the unit of work waits for it, and nobody stands still.
  else if (!isBeside) connection.pragma('busy_timeout = 0');
}
