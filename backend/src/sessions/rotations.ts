import type { Database } from '../database/database';
import { byId, type SqlValue } from '../database/parameters';

/** One step of one session, as it was decided. Moments are epoch milliseconds. */
export interface RotationStep {
  readonly id: string;
  /** The generation that was read, and that this step supersedes. */
  readonly generation: number;
  readonly recentRotations: string;
  readonly now: number;
  readonly idleExpiresAt: number;
}

interface Waiting {
  readonly step: RotationStep;
  readonly settle: (made: Promise<boolean>) => void;
}

/** Steps in one statement at most. */
const MAX_STEPS = 32;

/**
 * Writes rotations. Those that arrive together are committed together, by one conditional UPDATE, because the commit is
 * the dearest part of a refresh on a durable database.
 * @see docs/decisions/0008-rotations-committed-together.md
 */
export class Rotations {
  private waiting: Waiting[] = [];
  /** By session, until it is known whether they were made. */
  private readonly open = new Map<string, Promise<boolean>>();

  /** @param isStrict with strict single use every rotation must know whether it was its own, so each goes alone */
  constructor(
    private readonly database: Pick<Database, 'execute'>,
    private readonly isStrict: boolean,
  ) {}

  /**
   * @returns whether this very step was made. Otherwise read the session and decide again: it ended, or it was rotated,
   *   by somebody else or by a statement in which not every step could be made
   * @throws DatabaseUnavailable
   */
  async rotate(step: RotationStep): Promise<boolean> {
    if (this.isStrict) return (await this.write([step])) === 1;
    const earlier = this.open.get(step.id);
    if (earlier) {
      await earlier.catch(() => false);
      return false;
    }
    const made = new Promise<boolean>((settle) => this.enqueue({ step, settle }));
    this.open.set(step.id, made);
    try {
      return await made;
    } finally {
      this.open.delete(step.id);
    }
  }

  private enqueue(waiting: Waiting): void {
    this.waiting.push(waiting);
    if (this.waiting.length === MAX_STEPS) this.flush();
    else if (this.waiting.length === 1) setImmediate(() => this.flush());
  }

  private flush(): void {
    if (this.waiting.length === 0) return;
    const batch = this.waiting;
    this.waiting = [];
    const made = this.write(batch.map(({ step }) => step)).then((count) => count === batch.length);
    for (const { settle } of batch) settle(made);
  }

  /** @returns how many of the steps were made */
  private write(steps: readonly RotationStep[]): Promise<number> {
    // In one order on every instance, so that two of them never wait for each other.
    const ordered = steps.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const given = (value: (step: RotationStep) => SqlValue) => byId(ordered, ({ id }) => id, value);
    const rotations = given((step) => step.recentRotations);
    const moments = given((step) => step.now);
    const idleEnds = given((step) => step.idleExpiresAt);
    const conditions = ordered.map(() => '(id = ? AND generation = ? AND expires_at > ? AND idle_expires_at > ?)');
    return this.database.execute(
      `UPDATE sessions SET generation = generation + 1, recent_rotations = ${rotations.sql}, last_used_at = ${moments.sql},
         idle_expires_at = ${idleEnds.sql}
       WHERE ended_at IS NULL AND (${conditions.join(' OR ')})`,
      [
        ...rotations.parameters,
        ...moments.parameters,
        ...idleEnds.parameters,
        ...ordered.flatMap(({ id, generation, now }) => [id, generation, now, now]),
      ],
    );
  }
}
