import { DAY, type Schedule } from './schedule';
import { type Answer, type Row, type Step, Violation } from './world';

/** What people outside know about a session: who sent what when, and what came back. */
class Known {
  /** Newest generation that anybody received. */
  received = 1;
  /** Newest generation whose access token was accepted and not marked as unconfirmed. */
  used = 0;
  /** When each refresh token was first exchanged. By the clock of the schedule, which no instance has. */
  readonly firstSent = new Map<number, number>();
  isOver = false;
}

type Answered = readonly [step: Step, answer: Answer];

/** Only what does not end a session may happen beside a call that must succeed. */
const HARMLESS: ReadonlySet<string> = new Set(['refresh', 'request', 'forge', 'foresee', 'enable']);

/**
 * The promises as people outside see them, without a word about rows: a refresh signs nobody out, a replay is caught, an
 * ended session gives nothing. The model says exactly what happens; this says whether that is any good.
 */
export class Promises {
  private readonly known: Known[] = [];
  private readonly retryMs: number;
  /** How far the clocks of two instances differ at most; as much may be missing from a window, or be too much. */
  private readonly spreadMs: number;

  constructor({ rules, skews }: Schedule) {
    this.retryMs = rules.retryMs;
    this.spreadMs = Math.max(...skews) - Math.min(...skews);
  }

  signIn(): void {
    this.known.push(new Known());
  }

  /**
   * @param wasLive whether the session of this step was live, by the clock that the step saw, before all of them
   * @param now by the clock of the schedule
   * @throws Violation
   */
  check(answered: readonly Answered[], rows: readonly Row[], wasLive: (step: Step) => boolean, now: number): void {
    const areHarmless = answered.every(([{ deed }]) => HARMLESS.has(deed));
    const areHonest = areHarmless && !answered.some(([step]) => this.isSuspicious(step, answered.length, now));
    for (const [step, answer] of answered) {
      this.checkEnded(step, answer);
      if (step.deed !== 'refresh') continue;
      const mustEnd = areHarmless && wasLive(step);
      if (this.isReplay(step, now)) this.checkReplay(step, answer, mustEnd && rows[step.session]!.endedReason === null);
      if (areHonest && wasLive(step) && typeof answer !== 'number')
        throw new Violation(`generation ${step.generation} was ${answer}, and somebody honest is signed out`);
    }
    for (const [step, answer] of answered) this.learn(step, answer, now);
    rows.forEach(({ endedReason }, session) => (this.known[session]!.isOver ||= endedReason !== null));
  }

  /** Who received an answer, and not who was sent one. */
  receive({ session }: Step, generation: number): void {
    const known = this.known[session]!;
    known.received = Math.max(known.received, generation);
  }

  private checkEnded({ deed, session }: Step, answer: Answer): void {
    if ((deed === 'refresh' || deed === 'request') && this.known[session]!.isOver && answer !== 'refused')
      throw new Violation(`the session had ended, and ${deed} was answered with ${answer}`);
  }

  private checkReplay({ generation }: Step, answer: Answer, goesOn: boolean): void {
    if (answer !== 'refused') throw new Violation(`generation ${generation} was replayed and answered with ${answer}`);
    if (goesOn) throw new Violation(`generation ${generation} was replayed and the session goes on`);
  }

  /** Somebody has gone on with a later generation, and this one had all the time it gets. */
  private isReplay({ session, generation }: Step, now: number): boolean {
    const { firstSent, used } = this.known[session]!;
    const at = firstSent.get(generation);
    if (at === undefined) return false;
    return this.retryMs === 0 || (used > generation && now - at >= this.retryMs + this.spreadMs);
  }

  /** Whether somebody honest would not send this now, beside so many others. */
  private isSuspicious({ deed, session, generation }: Step, beside: number, now: number): boolean {
    if (deed !== 'refresh') return false;
    const { firstSent, received } = this.known[session]!;
    const at = firstSent.get(generation);
    if (this.retryMs === 0) return at !== undefined || beside > 1;
    if (at !== undefined && now - at < this.retryMs - this.spreadMs) return false;
    return generation !== received || (at !== undefined && now - at > DAY - this.spreadMs);
  }

  private learn({ deed, session, generation, isMarked }: Step, answer: Answer, now: number): void {
    const known = this.known[session]!;
    if (deed === 'refresh' && typeof answer === 'number' && !known.firstSent.has(generation))
      known.firstSent.set(generation, now);
    if (deed === 'request' && answer === 'ok' && !isMarked) known.used = Math.max(known.used, generation);
  }
}
