import type { Event, Schedule } from './schedule';

/**
 * Leaves out events, and acts that happen beside others, for as long as the schedule still fails.
 * @param fails plays a schedule
 * @param tries how often it is played at most
 */
export async function shrink(
  schedule: Schedule,
  fails: (schedule: Schedule) => Promise<boolean>,
  tries: number,
): Promise<Schedule> {
  let smallest = schedule;
  let left = tries;
  for (let isSmaller = true; isSmaller;) {
    isSmaller = false;
    for (const events of smallerThan(smallest.events)) {
      if (left-- <= 0) return smallest;
      const candidate = { ...smallest, events };
      if (!(await fails(candidate))) continue;
      smallest = candidate;
      isSmaller = true;
      break;
    }
  }
  return smallest;
}

function* smallerThan(events: readonly Event[]): Generator<Event[]> {
  for (let index = events.length - 1; index >= 0; index--) {
    yield events.toSpliced(index, 1);
    const event = events[index]!;
    if (event.happens !== 'acts' || event.acts.length < 2) continue;
    for (let act = 0; act < event.acts.length; act++)
      yield events.with(index, { ...event, acts: event.acts.toSpliced(act, 1) });
  }
}
