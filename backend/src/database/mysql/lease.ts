import type { ResultSetHeader } from 'mysql2';
import { driverErrorOf, isConnectionLoss, mayHaveRolledBack } from '../errors';
import { checkParameters } from '../parameters';
import type { UnitScope } from '../unit-scope';
import type { Held } from './host-pool';

/** The server stops a statement at its limit. If even that is not heard of, nobody is there. */
const CLIENT_GRACE_MS = 1_000;
/** As mysql2 calls it. */
const NO_ANSWER = 'PROTOCOL_SEQUENCE_TIMEOUT';

/** Where connections come from, and what must hear of one that was lost. */
export interface LeaseSource {
  acquire(): Promise<Held>;
  giveUp(held: Held): void;
}

interface LeaseOptions {
  readonly isReader: boolean;
  /** 0 is no limit. */
  readonly queryMs: number;
  /** The unit of work that holds it. */
  readonly scope: UnitScope | undefined;
}

/** A connection while somebody has it, in the shape in which TypeORM's driver uses mysql2's. */
export class Lease {
  private isFresh = true;
  private isHeld = true;

  constructor(
    private readonly source: LeaseSource,
    private held: Held,
    private readonly options: LeaseOptions,
  ) {}

  /**
   * @returns rows or result header, as mysql2 gives them
   * @throws what the driver throws; after the loss of the connection the lease is of no more use
   */
  async query(sql: string, parameters: readonly unknown[] = []): Promise<[unknown]> {
    this.options.scope?.check(sql);
    checkParameters(parameters);
    try {
      return await this.send(sql, parameters);
    } catch (error) {
      if (mayHaveRolledBack(error)) this.options.scope?.doom(error);
      if (!isConnectionLoss(error)) throw error;
      this.destroy();
      if (!this.mayRepeat(sql, error)) throw error;
      // The server had closed the connection while it was idle.
      this.held = await this.source.acquire();
      this.isHeld = true;
      return await this.send(sql, parameters);
    } finally {
      this.isFresh = false;
    }
  }

  /** Rows that a statement matched. */
  async execute(sql: string, parameters: readonly unknown[]): Promise<number> {
    const [header] = await this.query(sql, parameters);
    return (header as ResultSetHeader).affectedRows;
  }

  release(): void {
    if (!this.isHeld) return;
    this.isHeld = false;
    this.held.host.release(this.held.connection);
  }

  /** Ends the connection; the server rolls back what was open on it. */
  destroy(): void {
    if (!this.isHeld) return;
    this.isHeld = false;
    this.source.giveUp(this.held);
  }

  /** For TypeORM: it takes the promise interface from here, */
  promise(): this {
    return this;
  }

  /** looks whether errors between statements have a listener (they have, see HostPool), */
  listeners(): unknown[] {
    return [this];
  }

  /** and would add one. */
  on(): this {
    return this;
  }

  /**
   * Nothing has been done on this lease, the statement does nothing that must not be done twice, and it was heard at
   * once that the connection was gone: whoever has waited for a time-out has waited enough.
   */
  private mayRepeat(sql: string, error: unknown): boolean {
    const isHarmless = this.options.isReader || sql === 'START TRANSACTION';
    return this.isFresh && isHarmless && driverErrorOf(error).code !== NO_ANSWER;
  }

  private send(sql: string, parameters: readonly unknown[]): Promise<[unknown]> {
    const { queryMs } = this.options;
    return new Promise((resolve, reject) => {
      // mysql2 has a time-out too, but lets its timer run on when the connection is lost.
      const timer = queryMs > 0 ? setTimeout(() => reject(noAnswer()), queryMs + CLIENT_GRACE_MS) : undefined;
      this.held.connection.query({ sql, values: [...parameters] }, (error, result) => {
        clearTimeout(timer);
        if (error) reject(withoutValues(error));
        else resolve([result]);
      });
    });
  }
}

function noAnswer(): Error {
  return Object.assign(new Error('The database did not answer in time'), { code: NO_ANSWER, fatal: true });
}

/** mysql2 hangs the statement with all its values on the error, from where they would go into a log. */
function withoutValues(error: Error & { sql?: string }): Error {
  delete error.sql;
  return error;
}
