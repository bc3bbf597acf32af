import { DatabaseUnavailable } from './errors';

interface Waiter {
  enter(): void;
}

/** Lets one at a time through, in the order of asking; whoever waits for too long gives up. */
export class FifoGate {
  private readonly waiting = new Set<Waiter>();
  private isTaken = false;

  constructor(private readonly timeoutMs: number) {}

  /**
   * @returns the way out, to be called once; more calls do nothing
   * @throws DatabaseUnavailable after `timeoutMs`
   */
  enter(): Promise<() => void> {
    if (!this.isTaken) {
      this.isTaken = true;
      return Promise.resolve(this.exit());
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(waiter);
        reject(new DatabaseUnavailable(`Waited ${this.timeoutMs} ms for the units of work before this one`));
      }, this.timeoutMs);
      const waiter: Waiter = {
        enter: () => {
          clearTimeout(timer);
          resolve(this.exit());
        },
      };
      this.waiting.add(waiter);
    });
  }

  private exit(): () => void {
    let isOut = false;
    return () => {
      if (isOut) return;
      isOut = true;
      // A set keeps the order of adding, so its first element has waited longest.
      for (const next of this.waiting) {
        this.waiting.delete(next);
        next.enter();
        return;
      }
      this.isTaken = false;
    };
  }
}
