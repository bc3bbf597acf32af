import { Problem } from '../http/problem';

/** Runs so many pieces of work at a time, the rest in the order they came, and refuses what would wait too long. */
export class WorkQueue {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /**
   * @param width pieces of work at a time
   * @param capacity how many may wait
   */
  constructor(
    private readonly width: number,
    private readonly capacity: number,
  ) {}

  get isBusy(): boolean {
    return this.waiting.length > 0;
  }

  /** @throws Problem `unavailable` with Retry-After when too many wait */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < this.width) this.running++;
    else await this.turn();
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      // The place goes straight to the next in line: nobody who comes in between can take it.
      if (next) next();
      else this.running--;
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.length >= this.capacity) {
      throw new Problem('unavailable', {
        detail: 'Too many sign-ins at once. Try again in a moment.',
        retryAfterSeconds: 2,
      });
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
