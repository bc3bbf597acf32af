import type { EntityManager, QueryRunner } from 'typeorm';
import type { Engine } from './engine';
import { isFileHeld, isTransient, UnitOfWorkMisuse, UnitOfWorkTimeout } from './errors';
import type { SqlValue } from './parameters';
import { UnitScope } from './unit-scope';

/** What a unit of work works with. It is of no use after the unit has ended. */
export interface Tx {
  /** For entities. Everything through it belongs to the unit. */
  readonly manager: EntityManager;
  /** Rows, as the unit itself sees them. Same SQL on every engine, a `?` per parameter. */
  query<Row>(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]>;
  /** @returns how many rows the statement matched, changed or not, on every engine */
  execute(sql: string, parameters?: readonly SqlValue[]): Promise<number>;
  /** Called once, after the commit, never after a rollback. Not waited for; what it throws is logged. */
  afterCommit(callback: () => void): void;
}

/** How often a unit of work is run again, from its start, when another one was in its way. */
const MAX_RETRIES = 3;
const FIRST_BACKOFF_MS = 20;
/** How long another process may hold the embedded database's file, to back it up or from its shell. */
const FILE_WAIT_MS = 1_000;

/**
 * Runs `attempt`, and again after a moment when it failed for no fault of its own. The moment is random, so that two
 * that met in a deadlock do not meet again. Where the file is held nothing has been done yet, so it is only waited for.
 */
export async function retryTransient<T>(attempt: () => Promise<T>): Promise<T> {
  const started = performance.now();
  for (let retries = 0; ;) {
    try {
      return await attempt();
    } catch (error) {
      const isOnlyHeld = isFileHeld(error) && performance.now() - started < FILE_WAIT_MS;
      if (!isOnlyHeld && (retries === MAX_RETRIES || !isTransient(error))) throw error;
      await sleep(Math.random() * FIRST_BACKOFF_MS * 2 ** retries);
      if (!isOnlyHeld) retries += 1;
    }
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** @throws UnitOfWorkMisuse inside a unit of work, where waiting for another one would never end on SQLite */
export function refuseInsideUnit(what: string): void {
  if (UnitScope.current === undefined) return;
  throw new UnitOfWorkMisuse(`${what} inside a unit of work. Use the tx it was given, and hand it on.`);
}

/**
 * Runs `work` once in a transaction: committed when it returns, rolled back when it throws.
 * @returns its result, and what it wants to be called after the commit
 */
export async function runUnit<T>(
  engine: Engine,
  unitMs: number,
  work: (tx: Tx) => Promise<T>,
): Promise<{ result: T; callbacks: (() => void)[] }> {
  return UnitScope.run(async (scope) => {
    const leave = await engine.claim();
    const runner = engine.createRunner();
    try {
      const tx = new RunnerTx(runner, scope);
      await runner.startTransaction();
      const result = await withinTime(work(tx), unitMs);
      // Before the commit: what was not awaited until now is refused instead of running behind it, on its own.
      scope.end();
      await runner.commitTransaction();
      return { result, callbacks: tx.callbacks };
    } catch (error) {
      scope.end();
      await rollBack(engine, runner, error);
      throw error;
    } finally {
      await runner.release();
      leave();
    }
  });
}

/** Rolls back, and where that cannot be known to have worked, gives up what the unit ran on. */
async function rollBack(engine: Engine, runner: QueryRunner, cause: unknown): Promise<void> {
  if (cause instanceof UnitOfWorkTimeout) return engine.discard(runner);
  try {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
  } catch {
    await engine.discard(runner);
  }
}

async function withinTime<T>(work: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new UnitOfWorkTimeout(`A unit of work took longer than ${limitMs} ms and was rolled back`)),
      limitMs,
    );
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

class RunnerTx implements Tx {
  readonly callbacks: (() => void)[] = [];

  constructor(
    private readonly runner: QueryRunner,
    private readonly scope: UnitScope,
  ) {}

  get manager(): EntityManager {
    this.scope.requireOpen();
    return this.runner.manager;
  }

  async query<Row>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    this.scope.requireOpen();
    return this.runner.query(sql, [...parameters]);
  }

  async execute(sql: string, parameters: readonly SqlValue[] = []): Promise<number> {
    this.scope.requireOpen();
    const { affected } = await this.runner.query(sql, [...parameters], true);
    return affected ?? 0;
  }

  afterCommit(callback: () => void): void {
    this.scope.requireOpen();
    this.callbacks.push(callback);
  }
}
