import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { ApiCaller, person } from './people';
import type { Account, Stack } from './stack';

test.use({ stackOptions: { people: 14 } });

const ELEVEN_MINUTES_MS = 11 * 60_000;
const KEY = /^lk_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}$/;

const toast = (page: Page) => page.getByRole('region', { name: 'Notifications' });
const field = (page: Page) => page.getByLabel('API key', { exact: true });

async function fillIn(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('checkbox', { name: 'See resources' }).check();
  await page.getByRole('checkbox', { name: 'Make resources' }).check();
  await page.getByLabel('Expires').selectOption('In 90 days');
}

/** What a program gets that comes with a key. */
function ask(stack: Stack, key: string, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  return fetch(new URL(path, stack.apiUrl), { ...init, headers });
}

/** A key that is made behind the page's back. */
async function makeKey(stack: Stack, account: Account, name: string) {
  const owner = await ApiCaller.signIn(stack, account);
  const wanted = { name, scopes: ['resources:read'], expiresInDays: 1 };
  const { key } = await owner.call<{ key: string }>('POST', '/v1/me/api-keys', wanted);
  return { key, ownerId: owner.userId };
}

test('a key is made, shown once, used by a program, and revoked', async ({ page, context, signIn, stack }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn(page, person(2));
  await page.goto('/account/api-keys');
  await expect(page).toHaveTitle('API keys · Latchkey');
  await expect(page.getByText('No API keys yet')).toBeVisible();
  await page.getByRole('link', { name: 'New API key' }).click();

  await page.getByRole('button', { name: 'Make the key' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/Give the key a name/);
  await page.getByLabel('Name', { exact: true }).fill('nightly import');
  await page.getByRole('button', { name: 'Make the key' }).click();
  await expect(page.getByRole('group', { name: 'What it may do' })).toContainText('Choose at least one thing');
  await expect(page.getByRole('group', { name: 'What it may do' })).toBeFocused();
  await expect(page.getByRole('checkbox', { name: 'See the accounts of other people' })).toHaveCount(0);
  await fillIn(page, 'nightly import');
  await page.getByRole('button', { name: 'Make the key' }).click();

  await expect(page.getByText('You will not see this again')).toBeVisible();
  await expect(field(page)).toBeFocused();
  const key = await field(page).inputValue();
  expect(key).toMatch(KEY);
  expect(await page.evaluate(() => window.getSelection()?.toString())).toBe(key);

  // Whoever has not copied it is asked.
  await page.getByRole('link', { name: 'Done' }).click();
  await expect(page.getByRole('alertdialog', { name: 'Leave without copying the key?' })).toBeVisible();
  await page.getByRole('button', { name: 'Stay here' }).click();
  await page.getByRole('button', { name: 'Copy the API key' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
  await page.getByRole('link', { name: 'Done' }).click();

  const row = page.getByRole('row').filter({ hasText: 'nightly import' });
  await expect(row).toContainText('resources:create');
  await expect(row).toContainText('Never used');
  await page.reload();
  expect(await page.content()).not.toContain(key.slice(26));

  const title = { method: 'POST', body: JSON.stringify({ title: 'By a program' }) };
  expect((await ask(stack, key, '/v1/resources', title)).status).toBe(201);
  expect((await ask(stack, key, '/v1/users')).status).toBe(403);
  await page.reload();
  await expect(row).toContainText('127.0.0.1');
  await page.goto('/account/security');
  await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: 'API keys' })).toContainText('1 key');

  await page.goto('/account/api-keys');
  await row.getByRole('button', { name: 'Revoke nightly import' }).click();
  await expect(page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke nightly import' }).click();
  await expect(toast(page)).toContainText('The key is revoked.');
  await expect(page.getByText('No API keys yet')).toBeVisible();
  expect((await ask(stack, key, '/v1/me')).status).toBe(401);
});

test('a form that was begun is not left without a question', async ({ page, signIn }) => {
  await signIn(page, person(3));
  await page.goto('/account/api-keys/new');
  await page.getByLabel('Name', { exact: true }).fill('half a');
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: /Leave/ }).click();
  await expect(page).toHaveURL('/account/api-keys');
});

test('an administrator sees the keys of somebody and revokes them', async ({ page, signIn, stack }) => {
  const { key, ownerId } = await makeKey(stack, person(6), 'theirs');
  await signIn(page, stack.accounts.admin);
  await page.goto(`/admin/users/${ownerId}`);
  await page
    .getByRole('navigation', { name: /Person 06/ })
    .getByRole('link', { name: 'API keys' })
    .click();
  await page.getByRole('button', { name: 'Revoke theirs' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke theirs' }).click();
  await expect(page.getByText('Person 06 has made no key.')).toBeVisible();
  expect((await ask(stack, key, '/v1/me')).status).toBe(401);
  await page.goto(`/admin/audit?action=api-key.revoke`);
  await expect(page.getByRole('row').filter({ hasText: 'API key revoked' }).first()).toBeVisible();
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('a key is made and revoked, too', async ({ page, signInByForm, stack }) => {
    await signInByForm(page, person(8));
    await page.goto('/account/api-keys/new');
    await page.getByRole('checkbox', { name: 'See resources' }).check();
    await page.getByRole('checkbox', { name: 'Change resources' }).check();
    await page.getByRole('button', { name: 'Make the key' }).click();
    await expect(page.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/Give the key a name/);
    await expect(page.getByRole('checkbox', { name: 'See resources' })).toBeChecked();
    await fillIn(page, 'plain');
    await page.getByRole('button', { name: 'Make the key' }).click();
    const key = await field(page).inputValue();
    expect((await ask(stack, key, '/v1/me')).status).toBe(200);
    await page.getByRole('link', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Revoke plain' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke plain' }).click();
    await expect(page.getByText('No API keys yet')).toBeVisible();
    expect((await ask(stack, key, '/v1/me')).status).toBe(401);
  });
});

// Last: the clock goes on for all.
test('a key takes the password, when the sign-in is long ago, and expires', async ({ page, signIn, stack }) => {
  await makeKey(stack, person(11), 'short-lived');
  await signIn(page, person(11));
  await page.goto('/account/api-keys/new');
  await fillIn(page, 'proven');
  stack.advanceClock(ELEVEN_MINUTES_MS);
  await page.getByRole('button', { name: 'Make the key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await dialog.getByLabel('Password', { exact: true }).fill(person(11).password);
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await expect(field(page)).toHaveValue(KEY);

  stack.advanceClock(24 * 60 * 60_000);
  const later = await page.context().newPage();
  await signIn(later, person(11));
  await later.goto('/account/api-keys');
  const row = later.getByRole('row').filter({ hasText: 'short-lived' });
  await expect(row).toContainText('Expired');
  await expect(row.locator('s')).toHaveText('short-lived');
});
