import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import type { Stack } from './stack';
import { Visitor } from './visitor';

test.use({ stackOptions: { env: { EXPOSE_ACCESS_TOKEN: 'true' } } });

interface BrowserSession {
  user: { id: string };
  accessToken: string;
}

const sessionText = (page: Page) => page.evaluate(() => fetch('/api/auth/session').then((answer) => answer.text()));

/** The API itself, asked by whoever holds the token. */
const askApi = (stack: Stack, accessToken: string) =>
  fetch(new URL('/v1/me', stack.apiUrl), { headers: { Authorization: `Bearer ${accessToken}` } });

test('with EXPOSE_ACCESS_TOKEN the browser’s session holds an access token that the API takes, until sign-out', async ({
  page,
  signInByForm,
  stack,
}) => {
  await signInByForm(page, stack.accounts.user);
  const { accessToken, user } = JSON.parse(await sessionText(page)) as BrowserSession;
  const accepted = await askApi(stack, accessToken);
  expect(accepted.status).toBe(200);
  expect(await accepted.json()).toMatchObject({ id: user.id, email: stack.accounts.user.email });

  await page.getByRole('button', { name: /^Your account/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in\?reason=signed-out$/);
  expect(JSON.parse(await sessionText(page))).toEqual({});
  // A session that was ended may be believed in for one second more.
  await expect.poll(async () => (await askApi(stack, accessToken)).status, { timeout: 2_000 }).toBe(401);
});

test('with EXPOSE_ACCESS_TOKEN the refresh token stays on the server, and pages hold no token either', async ({
  page,
  signInByForm,
  stack,
}) => {
  await signInByForm(page, stack.accounts.user);
  const session = await sessionText(page);
  const html = await page.evaluate(() => fetch('/resources').then((answer) => answer.text()));
  const { accessToken, refreshToken } = JSON.parse(stack.relay.callsTo('/v1/auth/login').at(-1)?.answer ?? '{}') as {
    accessToken: string;
    refreshToken: string;
  };
  expect(Object.keys(JSON.parse(session) as object).toSorted()).toEqual(['accessToken', 'expires', 'user']);
  expect(session).toContain(accessToken);
  expect(refreshToken).toMatch(/^lkr_.{40,}$/);
  for (const text of [session, html, await page.evaluate(() => document.cookie)]) {
    expect(text).not.toContain(refreshToken.slice(4));
  }
  expect(html).toContain('</html>');
  for (const text of [html, stack.output()]) expect(text).not.toContain(accessToken);
});

test('with EXPOSE_ACCESS_TOKEN asking for the session when the token is over brings the new one', async ({ stack }) => {
  const visitor = new Visitor(stack);
  await visitor.signIn(stack.accounts.user);
  const ask = async () => JSON.parse((await visitor.request('/api/auth/session')).text) as BrowserSession;
  const before = await ask();
  await visitor.outliveAccessToken();
  const after = await ask();
  expect(after.accessToken).not.toBe(before.accessToken);
  expect((await askApi(stack, after.accessToken)).status).toBe(200);
  expect(stack.relay.rotations()).toBe(1);
});
