import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type * as Latchkey from '@latchkey/client';
import type { BrowserContext, Page } from '@playwright/test';

import { expect, test } from './fixtures';
import type { Stack } from './stack';

test.use({ stackOptions: { opensApiToBrowsers: true } });

const DIST = join(__dirname, '../../client/dist');

/** What the page's script leaves for the test. */
interface Spa extends Window {
  latchkey: typeof Latchkey;
  api: Latchkey.Client;
  session: Latchkey.Session;
}
declare const window: Spa;

/** As an adopter's own script would: with the tokens of the web app, or with a session of its own that tabs share. */
const SCRIPT = `
  import * as latchkey from '/spa/client/index.js';

  const url = document.documentElement.dataset.api;
  const readToken = async () => (await (await fetch('/api/auth/session')).json()).accessToken;
  const store = {
    read: () => JSON.parse(localStorage.getItem('tokens')),
    write: (tokens) => localStorage.setItem('tokens', JSON.stringify(tokens)),
  };
  const session = new latchkey.Session({ url, store });
  const isOwn = location.search === '?own';
  const api = latchkey.createClient({ url, auth: isOwn ? session : latchkey.tokenSource(readToken) });
  Object.assign(window, { latchkey, session, api });
  document.title = 'ready';
`;

/** Serves a page of our own below the web app's address, under the policy of the web app's pages but for their nonces. */
async function serve(context: BrowserContext, stack: Stack): Promise<void> {
  const policy = (await fetch(`${stack.url}/sign-in`)).headers.get('content-security-policy') ?? '';
  const csp = policy.replace(/script-src [^;]+/, "script-src 'self'");
  const html = `<!doctype html><html data-api="${stack.relay.url}"><script type="module" src="/spa/app.js"></script></html>`;
  // What a test serves comes from no address, so the browser takes it for a stranger's.
  await context.grantPermissions(['local-network-access']);
  await context.route(`${stack.url}/spa/**`, async (route) => {
    const path = new URL(route.request().url()).pathname.replace('/spa/', '');
    const headers = { 'Content-Security-Policy': csp };
    if (path === '') return route.fulfill({ contentType: 'text/html', headers, body: html });
    const body = path === 'app.js' ? SCRIPT : await readFile(join(DIST, path.replace('client/', '')), 'utf8');
    return route.fulfill({ contentType: 'text/javascript', headers, body });
  });
}

async function open(page: Page, stack: Stack, search = ''): Promise<void> {
  await page.goto(`${stack.url}/spa/${search}`);
  await expect(page).toHaveTitle('ready');
}

const nameOf = (page: Page) => page.evaluate(async () => (await window.api.get('/v1/me')).email);
const codeOf = (page: Page) =>
  page.evaluate(() =>
    window.api.get('/v1/me').then(
      () => 'answered',
      (error: Latchkey.Problem) => error.code,
    ),
  );

test('the client works in a page of the web app, with the tokens that the operator lets it have', async ({
  page,
  context,
  signIn,
  stack,
  expectedConsole,
}) => {
  expectedConsole.push(/status of 401/);
  await signIn(page, stack.accounts.user);
  await serve(context, stack);
  await open(page, stack);
  expect(await nameOf(page)).toBe(stack.accounts.user.email);
  const titles = await page.evaluate(async () => {
    for (const title of ['Spa one', 'Spa two', 'Spa three'])
      await window.api.post('/v1/resources', { body: { title } });
    const read: string[] = [];
    const query = { owner: 'me', search: 'Spa', sort: 'createdAt', limit: 2 } as const;
    for await (const resource of window.api.items('/v1/resources', { query })) read.push(resource.title);
    return read;
  });
  expect(titles).toEqual(['Spa one', 'Spa two', 'Spa three']);

  // The API takes the token no longer: the web app renews it, once, and nobody notices.
  stack.advanceClock(16 * 60_000);
  const rotations = stack.relay.rotations();
  const names = await page.evaluate(async () =>
    (await Promise.all(Array.from({ length: 10 }, () => window.api.get('/v1/me')))).map(({ email }) => email),
  );
  expect(new Set(names)).toEqual(new Set([stack.accounts.user.email]));
  expect(stack.relay.rotations()).toBe(rotations + 1);
});

test('a page with a session of its own stays signed in, in two tabs that renew together', async ({
  page,
  context,
  stack,
  expectedConsole,
}) => {
  expectedConsole.push(/status of 401/);
  const { email, password } = stack.accounts.user;
  await serve(context, stack);
  await open(page, stack, '?own');
  expect(await codeOf(page)).toBe('authentication_required');
  const signedIn = await page.evaluate(
    async ([address, secret]) => (await window.session.signIn(address, secret)).email,
    [email, password] as const,
  );
  expect(signedIn).toBe(email);
  const other = await context.newPage();
  await open(other, stack, '?own');
  for (let round = 0; round < 3; round++) {
    stack.advanceClock(16 * 60_000);
    expect(await Promise.all([nameOf(page), nameOf(other), nameOf(page), nameOf(other)])).toEqual(Array(4).fill(email));
  }
  await other.evaluate(() => window.session.signOut());
  await expect.poll(() => codeOf(page)).toBe('authentication_required');
});
