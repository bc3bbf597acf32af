import type { Database } from './database';
import { placeholders } from './parameters';
import { UnitScope } from './unit-scope';

interface Question<Row> {
  readonly resolve: (row: Row | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Ids in one statement at most, so that no statement grows without bounds. */
const MAX_IDS = 64;

/**
 * Reads one row by its id. Questions asked in the same turn of the event loop share one statement, so the round trips to
 * the database grow more slowly than the load. Each question is sent after it was asked, never answered from an older one.
 */
export class BatchedQuery<Row extends { id: string }> {
  private waiting = new Map<string, Question<Row>[]>();

  /** @param sql a SELECT whose column `id` is the one compared to the placeholders that it is given */
  constructor(
    private readonly database: Pick<Database, 'query'>,
    private readonly sql: (ids: string) => string,
  ) {}

  /** @throws DatabaseUnavailable */
  find(id: string): Promise<Row | undefined> {
    return new Promise((resolve, reject) => {
      const questions = this.waiting.get(id);
      if (questions) questions.push({ resolve, reject });
      else this.waiting.set(id, [{ resolve, reject }]);
      if (this.waiting.size === MAX_IDS) this.flush();
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
      const byId = new Map(rows.map((row) => [row.id, row]));
      for (const [id, questions] of batch) for (const { resolve } of questions) resolve(byId.get(id));
    } catch (error) {
      for (const questions of batch.values()) for (const { reject } of questions) reject(error);
    }
  }
}
