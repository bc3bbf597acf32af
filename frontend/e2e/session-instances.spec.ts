import { setTimeout as wait } from 'node:timers/promises';

import { expect, test } from './fixtures';
import { formData, Visitor } from './visitor';

const TTL_MS = 3_000;
/** The API's retry window here: longer than a storm takes, short enough to wait for its end. */
const RETRY_MS = 12_000;
const REFRESH = '/v1/auth/refresh';

test.use({
  stackOptions: {
    webInstances: 2,
    env: { ACCESS_TOKEN_TTL_SECONDS: String(TTL_MS / 1000), REFRESH_RETRY_SECONDS: String(RETRY_MS / 1000) },
  },
});

test('two instances renew once for 200 requests with one cookie, with one call each at most', async ({ stack }) => {
  const visitor = new Visitor(stack);
  await visitor.signIn(stack.accounts.user);
  const form = { ...(await visitor.formWith('/account/profile', 'name')), name: 'Dana Demo' };
  await wait(TTL_MS);
  stack.relay.reset();
  const statuses = await Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      const one = visitor.copy(stack.webUrls[index % 2]);
      if (index % 8 < 2) return (await one.request('/resources')).status;
      if (index % 8 < 4) return (await one.routerRequest('/resources')).status;
      if (index % 8 < 6) return (await one.request('/api/auth/session')).status;
      return (await one.request('/account/profile', { method: 'POST', body: formData(form) })).status;
    }),
  );
  expect(statuses.filter((status) => status !== 200 && status !== 303)).toEqual([]);
  expect(stack.relay.callsTo(REFRESH).length).toBeLessThanOrEqual(2);
  expect(stack.relay.rotations()).toBe(1);
  expect((await visitor.request('/resources')).status).toBe(200);
});

test('a browser that never got the new cookie is still signed in after the retry window, at the other instance', async ({
  stack,
}) => {
  const visitor = new Visitor(stack, stack.webUrls[0]);
  await visitor.signIn(stack.accounts.user);
  await wait(TTL_MS);
  expect((await visitor.request('/resources', { loseCookies: true })).status).toBe(200);
  await wait(RETRY_MS + 1_000);
  expect((await visitor.copy(stack.webUrls[1]).request('/resources')).status).toBe(200);
});

test('an old cookie that comes back after a newer one was used ends the session, and says so', async ({ stack }) => {
  const owner = new Visitor(stack, stack.webUrls[0]);
  await owner.signIn(stack.accounts.user);
  const stolen = owner.copy(stack.webUrls[1]);
  await wait(TTL_MS);
  await owner.request('/resources');
  // The second request carries the new tokens without the mark: now the API knows that they arrived.
  expect((await owner.request('/resources')).status).toBe(200);
  await wait(RETRY_MS + 1_000);
  const replay = await stolen.request('/resources');
  expect(replay.headers.get('location')).toBe('/session-ended?next=%2Fresources');
  expect((await owner.request('/resources')).headers.get('location')).toBe('/session-ended?next=%2Fresources');
});
