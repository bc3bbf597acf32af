import { Injectable } from '@nestjs/common';

/** The only source of wall-clock time, so that tests can move it. */
@Injectable()
export class Clock {
  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now();
  }
}
