import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DEFAULT_LIMITS, type DatabaseLimits, type Engine, type EngineKind } from './engine';
import { DatabaseUnavailable, isDatabaseUnavailable } from './errors';
import { requireUpToDate } from './migrations/run';
import { openEngine } from './open-engine';
import { checkParameters, type SqlValue } from './parameters';
import { refuseInsideUnit, retryTransient, runUnit, type Tx } from './unit-of-work';

export type { SqlValue } from './parameters';
export type { Tx } from './unit-of-work';

export interface DatabaseOptions {
  /** `sqlite:<path>`, or `mysql://user:password@host:port/name`, several hosts separated by commas. */
  readonly url: string;
  /** Classes with `@Entity` that `manager` may be asked for. */
  readonly entities?: readonly Function[];
  readonly limits?: Partial<DatabaseLimits>;
}

/**
 * The database: reads see what is committed, writes are units of work. The same SQL and entities work on SQLite, MySQL
 * and MariaDB and give the same answers.
 * @see docs/decisions/0002-one-writer-on-sqlite.md
 */
@Injectable()
export class Database implements OnApplicationShutdown {
  private readonly logger = new Logger(Database.name);

  private constructor(
    private readonly engine: Engine,
    private readonly limits: DatabaseLimits,
    /** Names of the migrations that opening it ran. */
    readonly appliedMigrations: readonly string[],
  ) {}

  /**
   * Connects and brings the schema up to date.
   * @throws StartupError saying what is wrong and how to mend it
   */
  static async open({ url, entities = [], limits: given }: DatabaseOptions): Promise<Database> {
    const limits = { ...DEFAULT_LIMITS, ...given };
    const engine = await openEngine(url, { entities, limits });
    try {
      return new Database(engine, limits, await engine.migrate());
    } catch (error) {
      await engine.close();
      throw error;
    }
  }

  /**
   * Opens it beside an API that may be running, also an embedded one, for a few short units of work. Brings nothing up to
   * date.
   * @throws StartupError also when the schema is not up to date
   */
  static async openBeside({ url, entities = [], limits: given }: DatabaseOptions): Promise<Database> {
    const limits = { ...DEFAULT_LIMITS, ...given };
    const engine = await openEngine(url, { entities, limits, isBeside: true });
    try {
      await requireUpToDate(engine);
      return new Database(engine, limits, []);
    } catch (error) {
      await engine.close();
      throw error;
    }
  }

  get kind(): EngineKind {
    return this.engine.kind;
  }

  /**
   * A unit of work: all that `work` writes is committed when it returns, and none of it when it throws. Run again from
   * its start, at most 3 times, when another unit was in its way, so it changes nothing but the database and awaits
   * nothing else. Cannot be nested.
   * @throws DatabaseUnavailable when the database is away or too busy; whatever `work` throws
   */
  async write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    refuseInsideUnit('database.write()');
    const { result, callbacks } = await this.run(() => runUnit(this.engine, this.limits.unitMs, work));
    for (const callback of callbacks) this.callAfterCommit(callback);
    return result;
  }

  /**
   * A unit of work of one statement. Does without the two round trips that begin and commit a longer one.
   * @returns how many rows the statement matched, changed or not, on every engine
   * @throws DatabaseUnavailable
   */
  async execute(sql: string, parameters: readonly SqlValue[] = []): Promise<number> {
    refuseInsideUnit('database.execute()');
    checkParameters(parameters);
    return this.run(() => this.engine.execute(sql, parameters));
  }

  /**
   * Reads outside a unit of work. Inside one it sees what was committed before, not what the unit wrote: that is what
   * `tx.query` is for.
   * @param sql the same on every engine: a `?` per parameter and none in a literal, reserved names in backticks
   * @throws DatabaseUnavailable
   */
  async query<Row>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    checkParameters(parameters);
    return (await this.run(() => this.engine.query(sql, parameters))) as Row[];
  }

  /** Reads by entity. It sees what `query` sees, and the database refuses to write through it. */
  get manager(): EntityManager {
    return this.engine.reader.manager;
  }

  /** @throws DatabaseUnavailable */
  async ping(): Promise<void> {
    await this.query('SELECT 1 AS answer');
  }

  /** Waits for the unit of work that is on its way. */
  async close(): Promise<void> {
    await this.engine.close();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }

  private async run<T>(attempt: () => Promise<T>): Promise<T> {
    try {
      return await retryTransient(attempt);
    } catch (error) {
      if (error instanceof DatabaseUnavailable || !isDatabaseUnavailable(error)) throw error;
      throw new DatabaseUnavailable('The database is away or too busy', { cause: error });
    }
  }

  /** The unit is committed; nothing that happens now may look as if it were not. */
  private callAfterCommit(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      this.logger.error(error, 'A callback after a commit failed');
    }
  }
}
