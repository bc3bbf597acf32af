import { setTimeout as wait } from 'node:timers/promises';

import type { Page } from '@playwright/test';

import { sessionCookies } from './cookies';
import { expect, test } from './fixtures';
import type { Account, Stack } from './stack';
import { formData, Visitor } from './visitor';

const TTL_MS = 3_000;

test.use({ stackOptions: { env: { ACCESS_TOKEN_TTL_SECONDS: String(TTL_MS / 1000) } } });

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

test.describe('a session that was ended elsewhere', () => {
  test('is explained, and leads back to where the person was', async ({ page, signInByForm, stack }) => {
    await signInByForm(page, stack.accounts.user);
    await endAllSessions(stack, stack.accounts.user);
    await page.goto('/resources?sort=title');
    await expect(page).toHaveURL(/\/sign-in\?reason=signed-out-elsewhere&next=%2Fresources%3Fsort%3Dtitle$/);
    await expect(page.getByRole('status')).toContainText('You signed out in another window');
    expect(await sessionCookies(page.context())).toEqual([]);

    await fillIn(page, stack.accounts.user);
    await expect(heading(page, 'Resources')).toBeVisible();
    expect(new URL(page.url()).search).toBe('?sort=title');
  });

  test('is noticed by a link inside the app too, with the access token over and not', async ({
    page,
    signInByForm,
    stack,
  }) => {
    for (const pause of [0, TTL_MS]) {
      await signInByForm(page, stack.accounts.user);
      await expect(heading(page, 'Resources')).toBeVisible();
      await endAllSessions(stack, stack.accounts.user);
      await wait(pause);
      await page.getByRole('link', { name: 'Profile' }).first().click();
      await expect(page).toHaveURL(/\/sign-in\?reason=signed-out-elsewhere&next=%2Faccount%2Fprofile$/);
      expect(await sessionCookies(page.context())).toEqual([]);
    }
  });

  test('is not cleared by an answer in the background', async ({ stack }) => {
    const visitor = new Visitor(stack);
    await visitor.signIn(stack.accounts.user);
    await endAllSessions(stack, stack.accounts.user);
    for (const path of ['/resources', '/session-ended?next=/resources']) {
      await visitor.request(path, { headers: { 'sec-fetch-dest': 'empty' } });
      expect(visitor.sessionCookie).toBeDefined();
    }
    const document = await visitor.request('/session-ended?next=/resources', {
      headers: { 'sec-fetch-dest': 'document' },
    });
    expect(document.headers.get('location')).toBe('/sign-in?reason=signed-out-elsewhere&next=%2Fresources');
    expect(visitor.sessionCookie).toBeUndefined();
  });

  test('cannot take a newer sign-in with it by answering late', async ({ page, context, signInByForm, stack }) => {
    await signInByForm(page, stack.accounts.user);
    await endAllSessions(stack, stack.accounts.user);
    await wait(TTL_MS);
    stack.relay.treat = ({ path }) => (path === '/v1/auth/refresh' ? 2_500 : 'pass');
    const late = page.evaluate(() => fetch('/resources').then(({ url }) => url));
    await wait(200);
    stack.relay.treat = () => 'pass';
    const second = await context.newPage();
    await signInByForm(second, stack.accounts.user);
    await late;
    await second.reload();
    await expect(heading(second, 'Resources')).toBeVisible();
  });
});

test.describe('/session-ended', () => {
  test('leads back when the session is alive after all', async ({ page, signInByForm, stack }) => {
    await signInByForm(page, stack.accounts.user);
    await page.goto('/session-ended?next=/account/profile');
    await expect(heading(page, 'Profile')).toBeVisible();
  });

  test('goes to no other origin', async ({ stack }) => {
    const visitor = new Visitor(stack);
    await visitor.signIn(stack.accounts.user);
    for (const next of ['//evil.example', 'https://evil.example', '/%5Cevil.example', '/\\evil.example']) {
      const { headers } = await visitor.request(`/session-ended?next=${encodeURIComponent(next)}`);
      expect(new URL(headers.get('location') ?? '', stack.url).origin).toBe(stack.url);
    }
  });

  test('signs nobody out while the API is away', async ({ stack }) => {
    const visitor = new Visitor(stack);
    await visitor.signIn(stack.accounts.user);
    stack.relay.treat = () => 'refuse';
    const { headers } = await visitor.request('/session-ended?next=/resources');
    expect(headers.get('location')).toBe('/resources');
    expect(visitor.sessionCookie).toBeDefined();
  });
});

test.describe('signing out', () => {
  test('ends the session at the API and in the browser', async ({ page, signInByForm, stack }) => {
    await signInByForm(page, stack.accounts.user);
    const accessToken = lastAccessToken(stack);
    await page.goto('/sign-out');
    await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
    await expect(page).toHaveURL(/\/sign-in\?reason=signed-out$/);
    await expect(page.getByRole('status')).toHaveText('You are signed out.');
    expect(await sessionCookies(page.context())).toEqual([]);
    expect(await whoAmI(stack, accessToken)).toBe(401);
    await page.goBack();
    await page.goto('/resources');
    await expect(page).toHaveURL(/\/sign-in\?next=%2Fresources$/);
  });

  test('also when the access token was over and had to be renewed for it', async ({ stack }) => {
    const visitor = new Visitor(stack);
    await visitor.signIn(stack.accounts.user);
    const form = await visitor.formWith('/sign-out', '$ACTION_ID');
    await wait(TTL_MS);
    const answer = await visitor.request('/sign-out', { method: 'POST', body: formData(form) });
    expect(answer.headers.get('location')).toBe('/sign-in?reason=signed-out');
    expect(visitor.sessionCookie).toBeUndefined();
  });

  test('in the browser alone while the API is away, and says so', async ({ page, signInByForm, stack }) => {
    await signInByForm(page, stack.accounts.user);
    await page.goto('/sign-out');
    stack.relay.treat = () => 'refuse';
    await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByRole('status')).toContainText('The service did not answer');
    expect(await sessionCookies(page.context())).toEqual([]);
  });

  test('by the door of NextAuth ends it at the API too', async ({ stack }) => {
    const visitor = new Visitor(stack);
    await visitor.signIn(stack.accounts.user);
    const accessToken = lastAccessToken(stack);
    const { csrfToken } = JSON.parse((await visitor.request('/api/auth/csrf')).text) as { csrfToken: string };
    await visitor.request('/api/auth/signout', { method: 'POST', body: new URLSearchParams({ csrfToken }) });
    expect(visitor.sessionCookie).toBeUndefined();
    expect(await whoAmI(stack, accessToken)).toBe(401);
  });

  test('is final: a late answer that brings the cookie back opens nothing', async ({ stack }) => {
    const visitor = new Visitor(stack);
    await visitor.signIn(stack.accounts.user);
    const form = await visitor.formWith('/sign-out', '$ACTION_ID');
    await wait(TTL_MS);
    const late = visitor.copy();
    expect((await late.request('/resources')).status).toBe(200);
    await visitor.request('/sign-out', { method: 'POST', body: formData(form) });
    const answer = await late.request('/resources');
    expect(answer.status).toBe(307);
    expect(answer.headers.get('location')).toBe('/session-ended?next=%2Fresources');
  });
});

test.describe('signing in over an old session', () => {
  test('ends the old one, and the new one stays, although the old one was renewed on the way', async ({
    stack,
    page,
    signInByForm,
  }) => {
    await signInByForm(page, stack.accounts.user);
    const old = lastAccessToken(stack);
    await wait(TTL_MS);
    await page.goto('/sign-in');
    await fillIn(page, stack.accounts.admin);
    await expect(page).toHaveURL(/\/resources$/);
    expect(await whoAmI(stack, old)).toBe(401);
    const session = await page.evaluate(() => fetch('/api/auth/session').then((answer) => answer.json()));
    expect(session).toMatchObject({ user: { email: stack.accounts.admin.email, role: 'ADMIN' } });
  });

  test('leaves the old one as it was when the password is wrong', async ({ stack, page, signInByForm }) => {
    await signInByForm(page, stack.accounts.user);
    await page.goto('/sign-in');
    await fillIn(page, { ...stack.accounts.admin, password: 'not the password' });
    await expect(page.getByText('Wrong e-mail or password.')).toBeVisible();
    await page.goto('/resources');
    await expect(heading(page, 'Resources')).toBeVisible();
  });
});

async function fillIn(page: Page, { email, password }: Account): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** As from another device: with a session of its own, past the web app. */
async function endAllSessions(stack: Stack, account: Account): Promise<void> {
  const post = (path: string, body: object | undefined, token = '') =>
    fetch(`${stack.apiUrl}${path}`, {
      method: 'POST',
      headers: body ? { 'content-type': 'application/json' } : { authorization: `Bearer ${token}` },
      body: body && JSON.stringify(body),
    });
  const { email, password } = account;
  const { accessToken } = (await (await post('/v1/auth/login', { email, password })).json()) as { accessToken: string };
  const { status } = await post('/v1/auth/logout-all', undefined, accessToken);
  if (status !== 204) throw new Error(`logout-all answered ${status}`);
}

function lastAccessToken({ relay }: Stack): string {
  const answer = relay.callsTo('/v1/auth/login').at(-1)?.answer ?? '{}';
  return (JSON.parse(answer) as { accessToken: string }).accessToken;
}

async function whoAmI(stack: Stack, token: string): Promise<number> {
  const { status } = await fetch(`${stack.apiUrl}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  return status;
}
