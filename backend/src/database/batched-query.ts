import type { Database } from './database';
import { placeholders } from './parameters';
import { UnitScope } from './unit-scope';

interface Question<Row> {
  readonly resolve: (row: Row | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Keys in one statement at most, so that no statement grows without bounds. */
const MAX_KEYS = 64;

/**
 * Reads one row by its key. Questions asked in the same turn of the event loop share one statement, so the round trips to
 * the database grow more slowly than the load. Each question is sent after it was asked, never answered from an older one.
 */
export class BatchedQuery<Row> {
  private waiting = new Map<string, Question<Row>[]>();

  /**
   * @param keyOf the unique column that is looked for
   * @param sql a SELECT that compares this column to the placeholders that it is given
   */
  constructor(
    private readonly database: Pick<Database, 'query'>,
    private readonly keyOf: (row: Row) => string,
    private readonly sql: (placeholders: string) => string,
  ) {}

  /** @throws DatabaseUnavailable */
  find(key: string): Promise<Row | undefined> {
    return new Promise((resolve, reject) => {
      const questions = this.waiting.get(key);
      if (questions) questions.push({ resolve, reject });
      else this.waiting.set(key, [{ resolve, reject }]);
      if (this.waiting.size === MAX_KEYS) this.flush();
      else if (!questions && this.waiting.size === 1) setImmediate(() => this.flush());
    });
  }

  private flush(): void {
    if (this.waiting.size === 0) return;
    const batch = this.waiting;
    this.waiting = new Map();
    // The statement belongs to all who asked, not to a unit of work in which one of them may be.
    void UnitScope.outside(() => this.ask(batch));
  }

  private async ask(batch: ReadonlyMap<string, readonly Question<Row>[]>): Promise<void> {
    try {
      const rows = await this.database.query<Row>(this.sql(placeholders(batch.size)), [...batch.keys()]);
      const byKey = new Map(rows.map((row) => [this.keyOf(row), row]));
      for (const [key, questions] of batch) for (const { resolve } of questions) resolve(byKey.get(key));
    } catch (error) {
      for (const questions of batch.values()) for (const { reject } of questions) reject(error);
    }
  }
}
