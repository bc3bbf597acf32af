import type { Deed } from './schedule';

/** An act of which it is settled what is sent, where and when. */
export interface Step {
  readonly deed: Deed;
  /** Number of the session, in the order of sign-ins. */
  readonly session: number;
  /** Of the token that is sent. */
  readonly generation: number;
  /** When the access token was made, by the clock that made it; epoch milliseconds. */
  readonly issuedAt: number;
  readonly on: number;
  /** What the clock of that instance says; epoch milliseconds. */
  readonly now: number;
  readonly isMarked: boolean;
}

/** A refresh that succeeds is answered with the generation of the tokens that it gives. */
export type Answer = number | 'ok' | 'refused' | 'unavailable';

/** The row of a session. Moments are epoch milliseconds. */
export interface Row {
  readonly generation: number;
  readonly confirmedGeneration: number;
  readonly recentRotations: readonly (readonly [generation: number, supersededAt: number])[];
  readonly lastUsedAt: number;
  readonly idleExpiresAt: number;
  readonly expiresAt: number;
  readonly endedReason: string | null;
}

/** What the database holds about one person. */
export interface State {
  readonly isDisabled: boolean;
  /** By number of the session. */
  readonly rows: readonly Row[];
}

/** What is explored: one person with several sessions, on some instances over one database. */
export interface World {
  /** @returns number of the new session; its first tokens are of generation 1 */
  signIn(on: number, now: number): Promise<number>;
  /**
   * Does all steps at the same time.
   * @param order seed of how they mix, where the world lets that be chosen
   * @throws Violation for what no answer may be
   */
  perform(steps: readonly Step[], order: number): Promise<Answer[]>;
  look(): Promise<State>;
}

/** A token that is foreseen is of a generation so much later. */
export const FORESIGHT = 1000;

/** A promise that was broken. */
export class Violation extends Error {}
