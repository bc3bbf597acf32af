import { setTimeout as wait } from 'node:timers/promises';

import { expect, test } from './fixtures';
import { formData, Visitor } from './visitor';

/** The API's retry window here: short enough to wait for its end. */
const RETRY_MS = 12_000;
const REFRESH = '/v1/auth/refresh';

test.use({
  stackOptions: {
    webInstances: 2,
    env: { REFRESH_RETRY_SECONDS: String(RETRY_MS / 1000) },
  },
});

for (const instances of [1, 2]) {
  test(`200 requests with one cookie make one rotation, and ${instances} call(s) at most, on ${instances} instance(s)`, async ({
    stack,
  }) => {
    const visitor = new Visitor(stack);
    await visitor.signIn(stack.accounts.user);
    const form = { ...(await visitor.formWith('/account/profile', 'name')), name: 'Dana Demo' };
    await visitor.outliveAccessToken();
    const copies = Array.from({ length: 200 }, (_, index) => visitor.copy(stack.webUrls[index % instances]));
    stack.relay.reset();
    const statuses = await Promise.all(copies.map((copy, index) => send(copy, form, index % 10)));
    expect(statuses.filter((status) => status !== 200 && status !== 303)).toEqual([]);
    expect(stack.relay.callsTo(REFRESH).length).toBeLessThanOrEqual(instances);
    expect(stack.relay.rotations()).toBe(1);
    expect((await copies[0]?.request('/resources'))?.status).toBe(200);
  });
}

/** A page, data for the router, a server action, or the session endpoint. */
async function send(one: Visitor, form: Record<string, string>, kind: number): Promise<number> {
  if (kind === 0) return (await one.request('/resources')).status;
  if (kind === 1) return (await one.routerRequest('/resources')).status;
  if (kind > 3) return (await one.request('/api/auth/session')).status;
  return (await one.request('/account/profile', { method: 'POST', body: formData(form) })).status;
}

test('a browser that never got the new cookie is still signed in after the retry window, at the other instance', async ({
  stack,
}) => {
  const visitor = new Visitor(stack, stack.webUrls[0]);
  await visitor.signIn(stack.accounts.user);
  await visitor.outliveAccessToken();
  expect((await visitor.request('/resources', { loseCookies: true })).status).toBe(200);
  await wait(RETRY_MS + 1_000);
  expect((await visitor.copy(stack.webUrls[1]).request('/resources')).status).toBe(200);
});

test('an old cookie that comes back after a newer one was used ends the session, and says so', async ({ stack }) => {
  const owner = new Visitor(stack, stack.webUrls[0]);
  await owner.signIn(stack.accounts.user);
  await owner.outliveAccessToken();
  const stolen = owner.copy(stack.webUrls[1]);
  await owner.request('/resources');
  // The second request carries the new tokens without the mark: now the API knows that they arrived.
  expect((await owner.request('/resources')).status).toBe(200);
  await wait(RETRY_MS + 1_000);
  const replay = await stolen.request('/resources');
  expect(replay.headers.get('location')).toBe('/session-ended?next=%2Fresources');
  expect((await owner.request('/resources')).headers.get('location')).toBe('/session-ended?next=%2Fresources');
});
