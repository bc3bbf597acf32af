import { DatabaseSync, type StatementSyncInstance } from '@photostructure/sqlite';
import { checkParameters } from '../parameters';

const STATEMENT_CACHE_SIZE = 500;

/** How TypeORM opens the database. It passes more, meant for the real better-sqlite3. */
interface OpenOptions {
  /** Milliseconds to wait for another process that holds the database. The whole process stands still meanwhile. */
  readonly timeout: number;
}

/** Asked about each statement on a connection. */
export interface StatementGuard {
  /** @throws when the statement may not run now */
  before(sql: string): void;
  failed(error: unknown): void;
}

/**
 * One connection to a SQLite file, in the shape in which TypeORM's `better-sqlite3` driver wants it: synchronous, with
 * `pragma()` and statements that know whether they return rows.
 */
export class SqliteConnection {
  private readonly database: InstanceType<typeof DatabaseSync>;
  private readonly statements = new Map<string, SqliteStatement>();
  private guard: StatementGuard | undefined;

  constructor(path: string, { timeout }: OpenOptions) {
    this.database = new DatabaseSync(path, { timeout, enableForeignKeyConstraints: true });
  }

  /** From now on every statement asks first. */
  guardWith(guard: StatementGuard): void {
    this.guard = guard;
  }

  prepare(sql: string): SqliteStatement {
    const known = this.statements.get(sql);
    if (known) return known;
    const statement = new SqliteStatement(this, sql, this.database.prepare(beginWriting(sql)));
    if (this.statements.size >= STATEMENT_CACHE_SIZE) {
      for (const oldest of this.statements.keys()) {
        this.statements.delete(oldest);
        break;
      }
    }
    this.statements.set(sql, statement);
    return statement;
  }

  /** @returns the rows of `PRAGMA <source>` */
  pragma(source: string): Record<string, unknown>[] {
    return this.database.prepare(`PRAGMA ${source}`).all() as Record<string, unknown>[];
  }

  /** Runs one statement. @throws what the guard, a parameter or SQLite says against it */
  run<T>(sql: string, parameters: readonly unknown[], statement: () => T): T {
    this.guard?.before(sql);
    checkParameters(parameters);
    try {
      return statement();
    } catch (error) {
      this.guard?.failed(error);
      throw error;
    }
  }

  /** Ends a transaction that nobody will end any more. */
  abandonTransaction(): void {
    if (this.database.isOpen && this.database.isTransaction) this.database.exec('ROLLBACK');
  }

  close(): void {
    this.statements.clear();
    if (this.database.isOpen) this.database.close();
  }
}

/**
 * TypeORM begins transactions that take the write lock at their first write and then may find that they read an old
 * state. All that begin here are going to write, so they take it at once.
 */
function beginWriting(sql: string): string {
  return sql === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE' : sql;
}

export class SqliteStatement {
  /** Does it return rows? */
  readonly reader: boolean;

  // Holds the connection: the driver would let it be collected under a statement that is still in use.
  constructor(
    private readonly connection: SqliteConnection,
    private readonly sql: string,
    private readonly statement: StatementSyncInstance,
  ) {
    this.reader = statement.columns().length > 0;
  }

  all(...parameters: unknown[]): unknown[] {
    return this.connection.run(this.sql, parameters, () => this.statement.all(...parameters));
  }

  run(...parameters: unknown[]): { changes: number; lastInsertRowid: number | bigint } {
    return this.connection.run(this.sql, parameters, () => this.statement.run(...parameters));
  }
}
