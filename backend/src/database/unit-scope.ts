import { AsyncLocalStorage } from 'node:async_hooks';
import { UnitOfWorkMisuse } from './errors';

const FORGOTTEN = 'A statement ran after its unit of work had ended. Await everything inside it.';

/** The unit of work in whose asynchronous context the code runs. */
export class UnitScope {
  private static readonly storage = new AsyncLocalStorage<UnitScope>();
  /** Units under way. */
  private static open = 0;
  private isOpen = true;
  private doomedBy: { error: unknown } | undefined;

  /** @returns undefined outside any, also in what a unit started but did not wait for before it ended */
  static get current(): UnitScope | undefined {
    const scope = UnitScope.storage.getStore();
    return scope?.isOpen ? scope : undefined;
  }

  /** Runs `work` in a scope of its own that ends with it, if not before. */
  static async run<T>(work: (scope: UnitScope) => Promise<T>): Promise<T> {
    const scope = new UnitScope();
    UnitScope.open += 1;
    try {
      return await UnitScope.storage.run(scope, () => work(scope));
    } finally {
      scope.end();
      UnitScope.open -= 1;
      // While it is on, every promise of the process pays for it, a quarter of what an authenticated request costs.
      if (UnitScope.open === 0) UnitScope.storage.disable();
    }
  }

  /** Runs `work` as if no unit of work had called it. */
  static outside<T>(work: () => T): T {
    return UnitScope.storage.exit(work);
  }

  /** No more statements but the one that ends the transaction. */
  end(): void {
    this.isOpen = false;
  }

  /** The database may have rolled everything back. Nothing may follow, also if the unit goes on as if nothing had been. */
  doom(error: unknown): void {
    this.doomedBy ??= { error };
  }

  /** @throws UnitOfWorkMisuse when the unit has ended */
  requireOpen(): void {
    if (!this.isOpen) throw new UnitOfWorkMisuse(FORGOTTEN);
  }

  /**
   * Lets a statement through to this unit's connection only from inside the unit, and only until it ends. Otherwise
   * what a unit forgot to await would run later by itself, or on SQLite inside somebody else's unit.
   * @throws UnitOfWorkMisuse, or what doomed the unit
   */
  check(sql: string): void {
    if (UnitScope.storage.getStore() !== this) throw new UnitOfWorkMisuse(FORGOTTEN);
    if (sql === 'ROLLBACK') return;
    if (this.doomedBy) throw this.doomedBy.error as Error;
    if (sql !== 'COMMIT') this.requireOpen();
  }
}
