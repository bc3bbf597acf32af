import { setTimeout as wait } from 'node:timers/promises';

import { sessionCookies } from './cookies';
import { expect, test } from './fixtures';
import { Visitor } from './visitor';

/** Lifetime of an access token here. Long enough for a page, short enough to wait for its end. */
const TTL_MS = 3_000;
const REFRESH = '/v1/auth/refresh';

test.use({ stackOptions: { env: { ACCESS_TOKEN_TTL_SECONDS: String(TTL_MS / 1000) } } });

test.describe('an access token that is over', () => {
  const kinds = {
    'a page': (visitor: Visitor) => visitor.request('/resources'),
    'a page fetched by the router': (visitor: Visitor) => visitor.routerRequest('/resources'),
    'a server action': async (visitor: Visitor) => {
      const { status } = await visitor.submit('/account/profile', 'name', { name: 'Dana Demo' });
      return { ...(await visitor.request('/account/profile')), status: status === 303 ? 200 : status };
    },
    'the route handler of the session': (visitor: Visitor) => visitor.request('/api/auth/session'),
  };

  for (const [kind, send] of Object.entries(kinds)) {
    test(`is renewed in silence for ${kind}`, async ({ stack }) => {
      const visitor = new Visitor(stack);
      await visitor.signIn(stack.accounts.user);
      const before = visitor.sessionCookie;
      await wait(TTL_MS);
      stack.relay.reset();
      const { status, text, headers } = await send(visitor);
      expect(status).toBe(200);
      expect(text).toContain('Dana Demo');
      expect(headers.get('cache-control')).toContain('no-store');
      expect(headers.get('cache-control')).toContain('private');
      expect(visitor.sessionCookie).not.toBe(before);
      expect(stack.relay.callsTo(REFRESH)).toHaveLength(1);
      expect(stack.relay.rotations()).toBe(1);
    });
  }

  test("is renewed although the API's answer is lost", async ({ stack }) => {
    const visitor = new Visitor(stack);
    await visitor.signIn(stack.accounts.user);
    await wait(TTL_MS);
    stack.relay.reset();
    stack.relay.treat = ({ path }) =>
      path === REFRESH && stack.relay.callsTo(REFRESH).length === 1 ? 'lose-answer' : 'pass';
    expect((await visitor.request('/resources')).status).toBe(200);
    expect(stack.relay.callsTo(REFRESH)).toHaveLength(2);
    expect(stack.relay.rotations()).toBe(1);
  });

  test('is renewed although the browser never saw the new cookie', async ({ stack }) => {
    const visitor = new Visitor(stack);
    await visitor.signIn(stack.accounts.user);
    await wait(TTL_MS);
    for (let round = 0; round < 3; round += 1) {
      expect((await visitor.request('/resources', { loseCookies: true })).status).toBe(200);
      await wait(TTL_MS);
    }
    expect((await visitor.request('/resources')).status).toBe(200);
  });

  test('keeps a person signed in over many renewals in two tabs', async ({ context, signIn, stack }) => {
    const [first, second] = [await context.newPage(), await context.newPage()];
    await signIn(first, stack.accounts.user);
    await first.goto('/');
    for (let round = 0; round < 6; round += 1) {
      await Promise.all([first.goto('/resources'), second.goto('/account/profile')]);
      await expect(first.getByRole('heading', { level: 1, name: 'Resources' })).toBeVisible();
      await expect(second.getByRole('heading', { level: 1, name: 'Profile' })).toBeVisible();
      await wait(1_100);
    }
  });
});

test.describe('while the API is away', () => {
  test.use({ expectedConsole: [/503 \(Service Unavailable\)/] });

  test('nobody is signed out, and the page says so and offers to try again', async ({ page, signIn, stack }) => {
    await signIn(page, stack.accounts.user);
    await page.goto('/');
    const [before] = await sessionCookies(page.context());
    await wait(TTL_MS);
    stack.relay.treat = () => 'refuse';
    const answer = await page.goto('/resources?sort=title');
    expect(answer?.status()).toBe(503);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The service is away for a moment');
    const [after] = await sessionCookies(page.context());
    expect(after?.value).toBe(before?.value);

    stack.relay.reset();
    await page.getByRole('link', { name: 'Try again' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Resources' })).toBeVisible();
    expect(page.url()).toContain('sort=title');
  });

  test('an action says so and keeps what was typed', async ({ page, signIn, stack }) => {
    await signIn(page, stack.accounts.user);
    await page.goto('/account/profile');
    await page.getByRole('textbox', { name: 'Name' }).fill('Dana Typed This');
    stack.relay.treat = () => 'refuse';
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('The service is away for a moment')).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Dana Typed This');
  });
});
