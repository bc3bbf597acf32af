import type { DataSource, QueryRunner } from 'typeorm';
import type { SqlValue } from './parameters';

/** What differs between the databases, and nothing else. The unit of work on top is the same for all. */
export interface Engine {
  readonly kind: EngineKind;
  /** Units of work go through it. */
  readonly writer: DataSource;
  /** Reads go through it. It sees what is committed, and the database refuses to write through it. */
  readonly reader: DataSource;
  /** One read outside any unit of work. */
  query(sql: string, parameters: readonly SqlValue[]): Promise<unknown[]>;
  /** One statement that is its own unit of work. @returns how many rows it matched */
  execute(sql: string, parameters: readonly SqlValue[]): Promise<number>;
  /** Waits until a unit of work may begin. @returns the way out, called when the unit has ended */
  claim(): Promise<() => void>;
  /** What one unit of work runs on, shared with no other. */
  createRunner(): QueryRunner;
  /** Makes sure that nothing stays behind of a unit whose state is unknown. Never throws. */
  discard(runner: QueryRunner): Promise<void>;
  /** Runs pending migrations, alone even when several instances start at once. @returns their names */
  migrate(): Promise<string[]>;
  close(): Promise<void>;
}

export type EngineKind = 'sqlite' | 'mysql' | 'mariadb';

export interface EngineOptions {
  /** Classes decorated with `@Entity`. */
  readonly entities: readonly Function[];
  readonly limits: DatabaseLimits;
  /** Whether an API may have it open, also where a database is for one process. */
  readonly isBeside?: boolean;
}

/** How long anything may take. */
export interface DatabaseLimits {
  /** Until a connection is there, or the turn to write. */
  readonly acquireMs: number;
  /** One statement, enforced by the server; the client gives up a little later. */
  readonly queryMs: number;
  /** A row lock that somebody else holds. */
  readonly lockWaitMs: number;
  /** A unit of work, without its repetitions. */
  readonly unitMs: number;
  /** Until the database must have answered for the first time. */
  readonly startMs: number;
}

export const DEFAULT_LIMITS: DatabaseLimits = {
  acquireMs: 4_000,
  queryMs: 4_000,
  lockWaitMs: 2_000,
  unitMs: 10_000,
  startMs: 20_000,
};
