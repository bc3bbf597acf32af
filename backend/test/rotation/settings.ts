import { randomInt } from 'node:crypto';

/** Which schedules are played. */
export interface Range {
  readonly from: number;
  readonly count: number;
}

/**
 * The schedules of this run, by these variables of the environment:
 *
 * - `SCHEDULE_SEED=n` plays that one alone.
 * - `SCHEDULES=n` plays so many.
 * - `SCHEDULES_FROM=n` begins elsewhere, `SCHEDULES_FROM=random` somewhere new.
 *
 * Without them every run plays the same ones, so that a run that fails was made to fail by what was changed, and fails
 * for everybody. To look where nobody has looked, ask for it: the seed of what is found is printed either way.
 *
 * @throws Error for a number that is none
 */
export function scheduleRange(usual: number): Range {
  const { SCHEDULE_SEED: only, SCHEDULES: count, SCHEDULES_FROM: from } = process.env;
  if (only !== undefined) return { from: integer('SCHEDULE_SEED', only), count: 1 };
  return {
    from: from === 'random' ? randomInt(2 ** 31) : integer('SCHEDULES_FROM', from ?? '1'),
    count: integer('SCHEDULES', count ?? String(usual)),
  };
}

function integer(name: string, value: string): number {
  if (!/^\d{1,10}$/.test(value)) throw new Error(`${name} must be a whole number.`);
  return Number(value);
}
