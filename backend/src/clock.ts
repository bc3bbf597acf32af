import { Injectable } from '@nestjs/common';

/** So much lies between two clocks that are looked after, and an answer on its way. */
const USUAL_DIFFERENCE_MS = 5_000;

/** The only source of wall-clock time, so that tests can move it. */
@Injectable()
export class Clock {
  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now();
  }

  /**
   * How much this machine's clock is behind another one, in milliseconds; less than zero when it is ahead.
   * @param other what the other one says at this moment; null when there is no other
   */
  behind(other: number | null): number {
    if (other === null) return 0;
    const difference = other - Date.now();
    return Math.abs(difference) < USUAL_DIFFERENCE_MS ? 0 : difference;
  }
}
