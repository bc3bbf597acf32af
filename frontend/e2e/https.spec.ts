import { setTimeout as wait } from 'node:timers/promises';

import type { Page, Response } from '@playwright/test';

import { expect, test } from './fixtures';

/** Not localhost: browsers take that for safe without https, and would send a Secure cookie there. */
const HOST = 'latchkey.test';
const TTL_MS = 4_000;
const SESSION = '__Host-latchkey.session';
const TWO_YEARS = 'max-age=63072000; includeSubDomains';

test.use({
  stackOptions: { httpsHost: HOST, env: { ACCESS_TOKEN_TTL_SECONDS: String(TTL_MS / 1000) } },
  ignoreHTTPSErrors: true,
  launchOptions: async ({ launchOptions }, use) => {
    await use({
      ...launchOptions,
      args: [...(launchOptions.args ?? []), `--host-resolver-rules=MAP ${HOST} localhost`],
    });
  },
});

/** The headers by which an answer sets cookies with this name. */
async function setCookies(response: Response, name: string): Promise<string[]> {
  const headers = await response.headersArray();
  const values = headers.filter((header) => header.name.toLowerCase() === 'set-cookie').map(({ value }) => value);
  return values.filter((value) => value.startsWith(`${name}=`));
}

function attributesOf(setCookie = ''): string[] {
  const attributes = setCookie.split('; ').slice(1);
  return attributes.map((attribute) => attribute.toLowerCase().replace(/^expires=.*/, 'expires')).toSorted();
}

/** What a live session's cookie says of itself. No `domain`: it is for this host alone. */
const LIVE = ['expires', 'httponly', 'max-age=34560000', 'path=/', 'samesite=lax', 'secure'];

const sessionCookies = async (page: Page) =>
  (await page.context().cookies()).filter(({ name }) => name.includes('latchkey.session'));

test('on https a person signs in, changes something, and signs out; the session cookie is for this host and https alone', async ({
  page,
  signInByForm,
  stack,
}) => {
  const answers: Response[] = [];
  page.on('response', (response) => answers.push(response));
  await signInByForm(page, stack.accounts.user);
  expect(stack.url).toBe(`https://${HOST}:${new URL(stack.url).port}`);
  const signedIn = answers.find((answer) => answer.request().method() === 'POST');
  const [setCookie, ...more] = signedIn ? await setCookies(signedIn, SESSION) : [];
  expect(more).toEqual([]);
  expect(attributesOf(setCookie)).toEqual(LIVE);
  expect(await sessionCookies(page)).toMatchObject([
    { name: SESSION, domain: HOST, path: '/', secure: true, httpOnly: true, sameSite: 'Lax' },
  ]);

  await page.goto('/account/profile');
  await page.getByLabel('Name', { exact: true }).fill('Ada on https');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Your account: Ada on https' })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Ada on https');

  await page.getByRole('button', { name: /^Your account/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(`${stack.url}/sign-in?reason=signed-out`);
  expect(await sessionCookies(page)).toEqual([]);
  await page.goto('/resources');
  await expect(page).toHaveURL(`${stack.url}/sign-in?next=%2Fresources`);
});

test('on https a renewed session has the same cookie', async ({ page, signInByForm, stack }) => {
  await signInByForm(page, stack.accounts.user);
  const [before] = await sessionCookies(page);
  await wait(TTL_MS);
  stack.relay.reset();
  const answer = await page.goto('/resources');
  expect(answer?.status()).toBe(200);
  expect(stack.relay.rotations()).toBe(1);
  const renewed = answer ? await setCookies(answer, SESSION) : [];
  expect(renewed.map(attributesOf)).toEqual([LIVE]);
  const [after, ...others] = await sessionCookies(page);
  expect(others).toEqual([]);
  expect(after?.value).not.toBe(before?.value);
});

test('every page, action and route answers on https with HSTS', async ({ page, signInByForm, stack }) => {
  const answers: Response[] = [];
  page.on('response', (response) => answers.push(response));
  await signInByForm(page, stack.accounts.user);
  for (const path of ['/account/profile', '/api/auth/session', '/health/live']) await page.goto(path);
  await page.goto('/session-ended').then(() => page.waitForURL(`${stack.url}/**`));
  const made = answers.filter((answer) => !new URL(answer.url()).pathname.startsWith('/_next/static/'));
  expect(made.some((answer) => answer.request().method() === 'POST')).toBe(true);
  for (const answer of made) {
    expect(answer.url().startsWith(`${stack.url}/`), answer.url()).toBe(true);
    if (/\.(svg|ico)$/.test(new URL(answer.url()).pathname)) continue;
    expect((await answer.allHeaders())['strict-transport-security'], answer.url()).toBe(TWO_YEARS);
  }
});

test('the session does not travel over plain http', async ({ page, signInByForm, stack, expectedConsole }) => {
  // What the browser says about any page on plain http that is not localhost.
  expectedConsole.push(/Cross-Origin-Opener-Policy header has been ignored/);
  await signInByForm(page, stack.accounts.user);
  const safe = await page.goto('/account/profile');
  expect((await safe?.request().allHeaders())?.cookie).toContain(`${SESSION}=`);
  // The web app itself, past the proxy: what somebody who types http:// would reach if the ports were the usual ones.
  const port = new URL(stack.webUrls[0] ?? '').port;
  const requests: Promise<Record<string, string>>[] = [];
  page.on('request', (request) => {
    // The page that is left may still fetch something, by https.
    if (request.url().startsWith('http:')) requests.push(request.allHeaders());
  });
  await page.goto(`http://${HOST}:${port}/account/profile`);
  await expect(page).toHaveURL(`http://${HOST}:${port}/sign-in?next=%2Faccount%2Fprofile`);
  const sent = await Promise.all(requests);
  expect(sent.length).toBeGreaterThan(1);
  for (const headers of sent) expect(headers.cookie ?? '').not.toContain('latchkey.session');
  await page.goto('/account/profile');
  await expect(page.getByRole('heading', { level: 1, name: 'Profile' })).toBeVisible();
});

test('on https the doors of NextAuth sign in too, and take no post from the same host on plain http', async ({
  page,
  stack,
}) => {
  await page.goto('/sign-in');
  const signIn = ({ email, password }: { email: string; password: string }) =>
    page.evaluate(
      async (fields) => {
        const { csrfToken } = (await (await fetch('/api/auth/csrf')).json()) as { csrfToken: string };
        const body = new URLSearchParams({ ...fields, csrfToken, json: 'true' });
        const answer = await fetch('/api/auth/callback/credentials', { method: 'POST', body });
        return { status: answer.status, answer: (await answer.json()) as unknown };
      },
      { email, password },
    );
  expect(await signIn(stack.accounts.user)).toEqual({ status: 200, answer: { url: `${stack.url}/` } });
  expect(await sessionCookies(page)).toMatchObject([{ name: SESSION, secure: true, httpOnly: true }]);
  const csrf = (await page.context().cookies()).find(({ name }) => name.includes('csrf'));
  expect(csrf).toMatchObject({ name: '__Host-latchkey.csrf', secure: true, httpOnly: true });

  const foreign = await fetch(new URL('/api/auth/signout', stack.webUrls[0]), {
    method: 'POST',
    headers: { origin: stack.url.replace('https:', 'http:') },
  });
  expect(foreign.status).toBe(403);
});
