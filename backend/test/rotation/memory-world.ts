import type { RotationState } from '../../src/sessions/rotation';
import { Random } from './random';
import type { Rules } from './schedule';
import type { StoredRow, Subject } from './subject';
import { type Answer, FORESIGHT, type State, type Step, Violation, type World } from './world';

/** One answer on its way. Each `yield` is a moment at which others may go first. */
type Run = Generator<undefined, Answer, undefined>;

/** As in the service. */
const MAX_ROUNDS = 8;

/**
 * The service over rows in memory, cut into the steps between which a database lets others in: read, decide, write on a
 * condition. The order of the steps of several calls is drawn from a seed, so races are explored and can be repeated.
 */
export class MemoryWorld implements World {
  private readonly stored: StoredRow[] = [];
  private isDisabled = false;

  constructor(
    private readonly rules: Rules,
    private readonly subject: Subject,
  ) {}

  async signIn(_on: number, now: number): Promise<number> {
    const expiresAt = now + this.rules.absoluteMs;
    return (
      this.stored.push({
        generation: 1,
        confirmedGeneration: 0,
        recentRotations: [],
        lastUsedAt: now,
        idleExpiresAt: Math.min(now + this.rules.idleMs, expiresAt),
        expiresAt,
        endedReason: null,
      }) - 1
    );
  }

  async perform(steps: readonly Step[], order: number): Promise<Answer[]> {
    const random = new Random(order);
    const answers: Answer[] = Array.from({ length: steps.length }, () => 'unavailable');
    const open = steps.map((step, index) => ({ index, run: this.start(step) }));
    while (open.length > 0) {
      const chosen = random.below(open.length);
      const { index, run } = open[chosen]!;
      const next = run.next();
      if (!next.done) continue;
      answers[index] = next.value;
      open.splice(chosen, 1);
    }
    return answers;
  }

  async look(): Promise<State> {
    return { isDisabled: this.isDisabled, rows: this.stored };
  }

  private start(step: Step): Run {
    if (step.deed === 'refresh') return this.refresh(step);
    if (step.deed === 'foresee') return this.refresh({ ...step, generation: step.generation + FORESIGHT });
    if (step.deed === 'request') return this.request(step);
    return this.write(step);
  }

  private *refresh({ session, generation: presented, now }: Step): Run {
    const { subject, rules } = this;
    const stored = this.stored[session]!;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const read = this.read(session);
      yield;
      const decision = subject.decideRotation(read, presented, now, rules.retryMs);
      if (decision === 'refuse') return 'refused';
      if (decision === 'repeat') return subject.repeated(read, presented);
      if (decision === 'rotate' && subject.mayRotate(stored, read, now)) {
        // Nobody who asks sees the difference, but what has ended stays as it was.
        if (stored.endedReason !== null) throw new Violation('a session that had ended was rotated');
        stored.generation++;
        stored.recentRotations = subject.afterRotation(read, now, rules.retryMs);
        Object.assign(stored, { lastUsedAt: now, ...subject.endsAfter(read, now, rules) });
        return read.generation + 1;
      }
      if (decision === 'replay' && this.endReplayed(session, presented, now)) return 'refused';
      yield;
    }
    return 'unavailable';
  }

  /** Reads and writes in one unit of work. */
  private endReplayed(session: number, presented: number, now: number): boolean {
    if (this.subject.decideRotation(this.read(session), presented, now, this.rules.retryMs) !== 'replay') return false;
    if (this.subject.isReplayCommitted) this.end(this.stored[session]!, 'replayed');
    return true;
  }

  /** The guard: looks whether the session lives, then confirms. */
  private *request({ session, generation, issuedAt, now, isMarked }: Step): Run {
    const { endedAt, isUserDisabled, idleExpiresAt, expiresAt } = this.read(session);
    const accessEnd = Math.floor(issuedAt / 1000) * 1000 + this.rules.accessMs;
    if (endedAt !== null || isUserDisabled || Math.min(idleExpiresAt, expiresAt, accessEnd) <= now) return 'refused';
    yield;
    const stored = this.stored[session]!;
    if (!isMarked && this.subject.mayConfirm(stored, generation)) stored.confirmedGeneration = generation;
    return 'ok';
  }

  /** All that is one statement or one unit of work. */
  private *write({ deed, session }: Step): Run {
    yield;
    const own = this.stored[session]!;
    if (deed === 'forge') return 'refused';
    if (deed === 'sign out') this.end(own, 'signed_out');
    if (deed === 'revoke') this.end(own, 'revoked');
    if (deed === 'disable' || deed === 'suspend') this.isDisabled = true;
    if (deed === 'enable') this.isDisabled = false;
    if (deed === 'disable') this.stored.forEach((row) => this.end(row, 'disabled'));
    if (deed === 'sign out everywhere') this.stored.forEach((row) => this.end(row, 'signed_out'));
    if (deed === 'change password') for (const row of this.stored) if (row !== own) this.end(row, 'password_changed');
    return 'ok';
  }

  private end(row: StoredRow, reason: string): void {
    row.endedReason ??= reason;
  }

  private read(session: number): RotationState {
    const { generation, confirmedGeneration, recentRotations, idleExpiresAt, expiresAt, endedReason } =
      this.stored[session]!;
    const endedAt = endedReason === null ? null : 0;
    const isUserDisabled = this.isDisabled;
    return { generation, confirmedGeneration, recentRotations, idleExpiresAt, expiresAt, endedAt, isUserDisabled };
  }
}
