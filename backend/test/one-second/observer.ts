import { setTimeout as sleep } from 'node:timers/promises';
import { type Sent, send } from './send';

/** What is asked again and again, and what it is answered before and after a change. */
export interface Question {
  readonly path: string;
  readonly token: string;
  readonly before: number;
  readonly after: number;
}

const ASKERS = 2;
const PAUSE_MS = 25;
const PRIMING_MS = 10_000;

/** Asks every instance one question without end, several times at once. */
export class Observer {
  private readonly seen: Sent[][];
  private isAsking = true;
  private readonly askers: Promise<void>[];

  /** @param addressOf of an instance, which may come back elsewhere */
  constructor(
    private readonly question: Question,
    private readonly addressOf: (instance: number) => string,
    instances: number,
  ) {
    this.seen = Array.from({ length: instances }, () => []);
    this.askers = this.seen.flatMap((_, instance) => Array.from({ length: ASKERS }, () => this.ask(instance)));
  }

  /** Waits until every instance has given the old answer, from what it remembers as well as from the database. */
  async prime(): Promise<void> {
    const deadline = performance.now() + PRIMING_MS;
    while (!this.seen.every((seen) => seen.at(-1)?.status === this.question.before)) {
      if (performance.now() > deadline)
        throw new Error(`before the change never ${this.question.before}: ${this.statuses()}`);
      await sleep(5);
    }
  }

  /** Asks no more. */
  async end(): Promise<void> {
    this.isAsking = false;
    await Promise.all(this.askers);
  }

  /**
   * @returns for each instance, how long after this moment a request was still sent that got the old answer
   * @throws Error for any other answer
   */
  lags(changedAt: number): number[] {
    const { before, after } = this.question;
    return this.seen.map((seen) => {
      const strange = seen.find(({ status }) => ![0, before, after].includes(status));
      if (strange) throw new Error(`answered ${strange.status}: ${strange.body}`);
      if (!seen.some(({ status, sentAt }) => status === after && sentAt > changedAt)) {
        throw new Error(`after the change never ${after}: ${this.statuses()}`);
      }
      const old = seen.filter(({ status }) => status === before).map(({ sentAt }) => sentAt);
      return Math.max(0, ...old.map((sentAt) => sentAt - changedAt));
    });
  }

  private async ask(instance: number): Promise<void> {
    const { path, token } = this.question;
    while (this.isAsking) {
      this.seen[instance]!.push(await send(`${this.addressOf(instance)}${path}`, { token }));
      await sleep(Math.random() * 2 * PAUSE_MS);
    }
  }

  private statuses(): string {
    return this.seen.map((seen) => `${seen.length} answers, the last ${seen.at(-1)?.status}`).join('; ');
  }
}
