import { createHash } from 'node:crypto';
import { DataSource, type DataSourceOptions, type QueryRunner } from 'typeorm';
import type { DatabaseLimits, Engine, EngineOptions } from '../engine';
import { StartupError } from '../errors';
import { MIGRATIONS } from '../migrations';
import { runMigrations } from '../migrations/run';
import { SnakeCaseNaming } from '../naming';
import type { SqlValue } from '../parameters';
import { ReadOnlySubscriber } from '../read-only.subscriber';
import { FailoverPool } from './failover-pool';
import type { Lease } from './lease';
import type { MysqlKind } from './session';
import { reachServer } from './start';
import { describeHosts, type MysqlAddress, parseMysqlUrl } from './url';

/** Connections of one instance for reading, and as many for writing, so that neither waits for the other. */
const POOL_SIZE = 10;

/** How long a second instance waits while the first one migrates. */
const MIGRATION_LOCK_SECONDS = 300;

/** MySQL and MariaDB. @see docs/decisions/0002-one-writer-on-sqlite.md for why reading and writing are apart here too */
export class MysqlEngine implements Engine {
  private constructor(
    readonly kind: MysqlKind,
    readonly writer: DataSource,
    readonly reader: DataSource,
    private readonly writerPool: FailoverPool,
    private readonly readerPool: FailoverPool,
    private readonly address: MysqlAddress,
    private readonly options: EngineOptions,
  ) {}

  /** @throws StartupError */
  static async open(url: string, options: EngineOptions): Promise<MysqlEngine> {
    const address = parseMysqlUrl(url);
    const { limits } = options;
    // Loaded for those who use it: on the embedded database a start does without.
    const { createPool } = await import('mysql2');
    const common = { size: POOL_SIZE, limits, createPool };
    const writerPool = new FailoverPool(address, { isReader: false, ...common });
    const readerPool = new FailoverPool(address, { isReader: true, ...common });
    const kind = await reachServer(writerPool, address, limits.startMs);
    const writer = await connect(kind, address, writerPool, { entities: options.entities });
    const reader = await connect(kind, address, readerPool, {
      entities: options.entities,
      subscribers: [ReadOnlySubscriber],
    });
    return new MysqlEngine(kind, writer, reader, writerPool, readerPool, address, options);
  }

  async query(sql: string, parameters: readonly SqlValue[]): Promise<unknown[]> {
    const lease = await this.readerPool.lease();
    try {
      const [rows] = await lease.query(sql, parameters);
      return rows as unknown[];
    } finally {
      lease.release();
    }
  }

  async execute(sql: string, parameters: readonly SqlValue[]): Promise<number> {
    const lease = await this.writerPool.lease();
    try {
      return await lease.execute(sql, parameters);
    } finally {
      lease.release();
    }
  }

  /** Units of work run side by side; the server keeps them apart. */
  async claim(): Promise<() => void> {
    return () => undefined;
  }

  createRunner(): QueryRunner {
    return this.writer.createQueryRunner();
  }

  async discard(runner: QueryRunner): Promise<void> {
    try {
      const lease: Lease = await runner.connect();
      lease.destroy();
    } catch {
      // It never had a connection.
    }
  }

  async migrate(): Promise<string[]> {
    // On a connection of its own: to change a large table may take longer than any query may.
    const limits: DatabaseLimits = { ...this.options.limits, queryMs: 0 };
    const { createPool } = await import('mysql2');
    const pool = new FailoverPool(this.address, { isReader: false, size: 1, limits, createPool });
    const dataSource = await connect(this.kind, this.address, pool, { migrations: MIGRATIONS });
    const runner = dataSource.createQueryRunner();
    try {
      await takeMigrationLock(runner, this.address);
      // The server gives it back with the connection.
      return await runMigrations(dataSource, runner);
    } finally {
      await runner.release();
      await dataSource.destroy();
    }
  }

  async close(): Promise<void> {
    await this.reader.destroy();
    await this.writer.destroy();
  }
}

/** Two instances that start at once must not both create the tables. @throws StartupError */
async function takeMigrationLock(runner: QueryRunner, address: MysqlAddress): Promise<void> {
  // Locks are the server's, not the database's, and their names hold 64 characters.
  const name = `latchkey.${createHash('sha256').update(address.database).digest('hex').slice(0, 32)}`;
  const [row] = await runner.query('SELECT GET_LOCK(?, ?) AS is_mine', [name, MIGRATION_LOCK_SECONDS]);
  if (row?.is_mine === 1) return;
  throw new StartupError(
    `Another instance has been migrating the database at ${describeHosts(address)} for ${MIGRATION_LOCK_SECONDS} seconds. Wait until it has finished, or stop it.`,
  );
}

/** TypeORM on top of our pool; what it is told of user and host does not matter, it never connects by itself. */
async function connect(
  type: MysqlKind,
  { database }: MysqlAddress,
  pool: FailoverPool,
  parts: Pick<DataSourceOptions, 'subscribers' | 'migrations'> & { entities?: readonly Function[] },
): Promise<DataSource> {
  const dataSource = new DataSource({
    type,
    database,
    driver: { createPool: () => pool },
    ...parts,
    entities: [...(parts.entities ?? [])],
    namingStrategy: new SnakeCaseNaming(),
    logging: false,
  });
  return dataSource.initialize();
}
