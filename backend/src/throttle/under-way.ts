import { Problem } from '../http/problem';

/** More than anybody means well. */
const MAX_WAITING = 100;

/** Tries that are under way in this instance, by the id of each counter that they would count for. */
export class UnderWay {
  private readonly tries = new Map<string, { count: number; waiting: (() => void)[] }>();

  count(id: string): number {
    return this.tries.get(id)?.count ?? 0;
  }

  /** @returns what ends it; calling it again does nothing */
  begin(ids: readonly string[]): () => void {
    for (const id of ids) this.of(id).count += 1;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      for (const id of ids) this.end(id);
    };
  }

  /** Resolves when a try for this counter ends; at once when there is none. */
  nextEnd(id: string): Promise<void> {
    if (this.count(id) === 0) return Promise.resolve();
    return new Promise((resolve) => this.of(id).waiting.push(resolve));
  }

  private end(id: string): void {
    const tries = this.of(id);
    tries.count -= 1;
    for (const wake of tries.waiting.splice(0)) wake();
    if (tries.count === 0) this.tries.delete(id);
  }

  private of(id: string) {
    const tries = this.tries.get(id) ?? { count: 0, waiting: [] };
    this.tries.set(id, tries);
    return tries;
  }
}

/** Lets one at a time through each gate, in the order in which they came. */
export class Gates {
  private readonly queues = new Map<string, { last: Promise<unknown>; length: number }>();

  isBusy(gate: string): boolean {
    return this.queues.has(gate);
  }

  /** @throws Problem `too_many_requests` when too many wait; whatever `work` throws */
  async inTurn<T>(gate: string, work: () => Promise<T>): Promise<T> {
    const queue = this.queues.get(gate) ?? { last: Promise.resolve(), length: 0 };
    if (queue.length >= MAX_WAITING) throw new Problem('too_many_requests', { retryAfterSeconds: 1 });
    this.queues.set(gate, queue);
    queue.length += 1;
    const turn = queue.last.then(work);
    // Whoever comes next waits for the end of this one, however it ends.
    queue.last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      queue.length -= 1;
      if (queue.length === 0) this.queues.delete(gate);
    }
  }
}
