import { describeExchange, describeSchedule } from './describe-schedule';
import type { Model } from './model';
import { type Hear, play } from './play';
import { type Kind, type Schedule, scheduleOf } from './schedule';
import { shrink } from './shrink';
import { Violation, type World } from './world';

/** A schedule that broke a promise, made as short as it could be. */
export interface Finding {
  readonly seed: number;
  readonly message: string;
  readonly schedule: Schedule;
  /** What was sent and answered, a line for all that happened at the same time. */
  readonly exchanges: readonly string[];
}

export interface Exploration {
  readonly kind: Kind;
  /** Seeds: this one and the ones after it. */
  readonly from: number;
  readonly count: number;
  /** A world in which nothing has happened. */
  readonly makeWorld: (schedule: Schedule) => World | Promise<World>;
  /** Another model than the right one. */
  readonly makeModel?: (schedule: Schedule) => Model;
  /** How often a failing schedule is played to make it shorter. */
  readonly shrinkTries: number;
}

/**
 * Plays schedules until one breaks a promise, or breaks down.
 * @returns undefined when none did
 */
export async function explore({
  kind,
  from,
  count,
  makeWorld,
  makeModel,
  shrinkTries,
}: Exploration): Promise<Finding | undefined> {
  const outcomeOf = async (schedule: Schedule, hear?: Hear): Promise<string | undefined> => {
    try {
      await play(schedule, await makeWorld(schedule), { hear, model: makeModel?.(schedule) });
      return undefined;
    } catch (error) {
      if (error instanceof Violation) return error.message;
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
  };
  for (let seed = from; seed < from + count; seed++) {
    const schedule = scheduleOf(seed, kind);
    const message = await outcomeOf(schedule);
    if (message === undefined) continue;
    const smallest = await shrink(schedule, async (smaller) => (await outcomeOf(smaller)) !== undefined, shrinkTries);
    const exchanges: string[] = [];
    // A race may be won by another the next time.
    const last = await outcomeOf(smallest, (...heard) => exchanges.push(describeExchange(...heard)));
    return { seed, message: last ?? message, schedule: smallest, exchanges };
  }
  return undefined;
}

/** What was found, to read. @param file part of the name of the test that plays it again */
export function report({ seed, message, schedule, exchanges }: Finding, file: string): string {
  const onServer = process.env.MYSQL_URL ? 'MYSQL_URL=… ' : '';
  return [
    `Schedule ${seed} breaks a promise: ${message}`,
    `Again: ${onServer}SCHEDULE_SEED=${seed} npx jest --rootDir backend --config backend/jest.config.js ${file}`,
    describeSchedule(schedule),
    'What was sent and answered:',
    ...exchanges,
  ].join('\n');
}
