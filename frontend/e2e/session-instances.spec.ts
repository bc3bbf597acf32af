import { setTimeout as wait } from 'node:timers/promises';

import { expect, test } from './fixtures';
import { successorsIn } from './relay';
import type { Stack } from './stack';
import { Visitor } from './visitor';

/** The API's retry window here: short enough to wait for its end. */
const RETRY_MS = 12_000;
const REFRESH = '/v1/auth/refresh';

test.use({
  stackOptions: {
    webInstances: 2,
    apiInstances: 2,
    env: { REFRESH_RETRY_SECONDS: String(RETRY_MS / 1000) },
  },
});

test.describe("the API's answer is lost on its way to the web app", () => {
  test('and the web app, asking again at another API instance, gets the same successor', async ({ stack }) => {
    const visitor = await expiredVisitor(stack);
    loseFirstAnswer(stack, 0);
    expect((await visitor.request('/resources')).status).toBe(200);
    expect(stack.relay.callsTo(REFRESH).map(({ status }) => status)).toEqual([200, 200]);
    expect(stack.relay.rotations()).toBe(1);
    expect((await visitor.copy(stack.webUrls[1]).request('/resources')).status).toBe(200);
  });

  test('each time: the page offers to try again, and the other web instance gets the same successor', async ({
    stack,
  }) => {
    const visitor = await expiredVisitor(stack);
    const before = visitor.sessionCookie;
    stack.relay.treat = ({ path }) => (path === REFRESH ? 'lose-answer' : 'pass');
    expect((await visitor.request('/resources')).status).toBe(503);
    expect(visitor.sessionCookie).toBe(before);
    const atOther = visitor.copy(stack.webUrls[1]);
    expect((await atOther.request('/resources')).status).toBe(200);
    expect(successors(stack)).toEqual(new Set([(await atOther.sessionToken())?.refreshToken]));
  });
});

test("the web app's answer is lost as well, six times in turn: each try elsewhere succeeds, with one rotation each", async ({
  stack,
}) => {
  const visitor = await expiredVisitor(stack);
  for (let round = 0; round < 6; round += 1) {
    for (const relay of stack.relays) relay.reset();
    const [here, there] = [round % 2, (round + 1) % 2];
    loseFirstAnswer(stack, here);
    const atHere = visitor.copy(stack.webUrls[here]);
    expect((await atHere.request('/resources', { loseCookies: true })).status).toBe(200);
    expect(atHere.sessionCookie).toBe(visitor.sessionCookie);
    const atThere = visitor.copy(stack.webUrls[there]);
    expect((await atThere.request('/resources')).status).toBe(200);
    expect(successors(stack)).toEqual(new Set([(await atThere.sessionToken())?.refreshToken]));
    visitor.cookies.set('latchkey.session', atThere.sessionCookie ?? '');
    await visitor.outliveAccessToken();
  }
});

test('a browser that never got the new cookie is still signed in after the retry window, at the other instance', async ({
  stack,
}) => {
  const visitor = await expiredVisitor(stack);
  expect((await visitor.request('/resources', { loseCookies: true })).status).toBe(200);
  await wait(RETRY_MS + 1_000);
  expect((await visitor.copy(stack.webUrls[1]).request('/resources')).status).toBe(200);
});

test('an old cookie that comes back after a newer one was used ends the session, and says so', async ({ stack }) => {
  const owner = await expiredVisitor(stack);
  const stolen = owner.copy(stack.webUrls[1]);
  await owner.request('/resources');
  // The second request carries the new tokens without the mark: now the API knows that they arrived.
  expect((await owner.request('/resources')).status).toBe(200);
  await wait(RETRY_MS + 1_000);
  const replay = await stolen.request('/resources');
  expect(replay.headers.get('location')).toBe('/session-ended?next=%2Fresources');
  expect((await owner.request('/resources')).headers.get('location')).toBe('/session-ended?next=%2Fresources');
});

/** Somebody at the first web instance whose access token is over. */
async function expiredVisitor(stack: Stack): Promise<Visitor> {
  const visitor = new Visitor(stack, stack.webUrls[0]);
  await visitor.signIn(stack.accounts.user);
  await visitor.outliveAccessToken();
  for (const relay of stack.relays) relay.reset();
  return visitor;
}

/** For this web instance: the first renewal is done but not heard of, and what follows goes to the other API instance. */
function loseFirstAnswer({ relays, apiUrls }: Stack, index: number): void {
  const relay = relays[index]!;
  relay.treat = ({ path }) => {
    if (path !== REFRESH) return 'pass';
    if (relay.callsTo(REFRESH).length === 1) return 'lose-answer';
    relay.target = apiUrls[(index + 1) % apiUrls.length]!;
    return 'pass';
  };
}

function successors({ relays }: Stack): Set<string> {
  return successorsIn(relays.flatMap(({ calls }) => calls));
}
