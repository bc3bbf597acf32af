import { NAMES, THIEF, type Act } from './schedule';
import type { Step } from './world';

/** A pair of tokens: both are of this generation. */
interface Pair {
  readonly generation: number;
  /** Epoch milliseconds, by the clock that made it. */
  readonly issuedAt: number;
}

/** Who holds which tokens. Old ones are never thrown away: they are old cookies. */
export class Holders {
  private readonly pairs: Pair[][] = NAMES.map(() => []);
  private readonly sessions: number[] = NAMES.map(() => 0);

  sessionOf(who: number): number {
    return this.sessions[who]!;
  }

  /** Everything that somebody held before is of another session and gone. */
  signIn(who: number, session: number, issuedAt: number): void {
    this.sessions[who] = session;
    this.pairs[who] = [{ generation: 1, issuedAt }];
  }

  receive(who: number, { session, now }: Step, generation: number): void {
    if (this.sessions[who] === session) this.pairs[who]!.push({ generation, issuedAt: now });
  }

  copyToThief(from: number): void {
    this.sessions[THIEF] = this.sessions[from]!;
    this.pairs[THIEF] = [...this.pairs[from]!];
  }

  /** @returns undefined for a thief who has not stolen anything yet */
  stepOf({ deed, who, back, on, isMarked }: Act, now: number): Step | undefined {
    const pairs = this.pairs[who]!;
    const pair = pairs[Math.max(0, pairs.length - 1 - back)];
    return pair && { deed, session: this.sessions[who]!, ...pair, on, now, isMarked };
  }
}
