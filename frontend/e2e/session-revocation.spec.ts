import { setTimeout as wait } from 'node:timers/promises';

import { expect, test } from './fixtures';
import { person } from './people';
import { RefreshStorm, type Attempt } from './refresh-storm';

const ROUNDS = 20;
/** Promised: by then the end of a session acts on every instance. */
const LIMIT_MS = 1_000;

test.use({ stackOptions: { webInstances: 2, apiInstances: 2, people: 3 } });

test(`signing out everywhere in a storm of renewals is final from the moment it is acknowledged, ${ROUNDS} times`, async ({
  stack,
}) => {
  test.setTimeout(240_000);
  const refusedAfter: number[] = [];
  let caughtInFlight = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const label = `round ${round + 1}`;
    for (const relay of stack.relays) relay.reset();
    const endsAt = stack.apiUrls[round % stack.apiUrls.length]!;
    const storm = await RefreshStorm.begin(stack, person(2 + (round % 2)), endsAt);
    await storm.untilPages(2);
    // At another point of the storm each time.
    await wait(13 * (round % 7));
    const before = { refreshes: [...storm.refreshes], pages: [...storm.pages] };
    const endedAt = await storm.endAllSessions();
    await wait(endedAt + LIMIT_MS - performance.now());
    const after = { uses: await storm.tryAccessTokens(), pages: await storm.tryPages() };
    await storm.stop();

    const relayed = stack.relays.flatMap((relay) => relay.callsTo('/v1/auth/refresh'));
    const refreshes = [...storm.refreshes, ...relayed.map(({ at, status }) => ({ sentAt: at, status }))];
    expect(statusesSince(refreshes, endedAt), label).toEqual([401]);
    expect(statusesSince(storm.uses, endedAt + LIMIT_MS), label).toEqual([401]);
    expect([...new Set(after.uses)], label).toEqual([401]);
    // Led to the explanation.
    expect([...new Set(after.pages)], label).toEqual([307]);

    // It proves something only if everybody was renewing in peace until then.
    for (const attempts of [before.refreshes, before.pages]) expect(statusesSince(attempts, 0), label).toEqual([200]);
    caughtInFlight += storm.refreshes.filter(({ sentAt }) => sentAt < endedAt).length - before.refreshes.length;
    refusedAfter.push(...storm.uses.filter(({ status }) => status === 200).map(({ sentAt }) => sentAt - endedAt));
  }
  expect(caughtInFlight).toBeGreaterThan(ROUNDS);
  const slowest = Math.max(0, ...refusedAfter).toFixed(0);
  test.info().annotations.push({ type: 'last accepted access token', description: `${slowest} ms after the end` });
});

/** Each status that an attempt sent after this moment was answered with, once. */
function statusesSince(attempts: readonly Attempt[], moment: number): number[] {
  return [...new Set(attempts.filter(({ sentAt }) => sentAt > moment).map(({ status }) => status))];
}
