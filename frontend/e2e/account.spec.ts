import { readFileSync } from 'node:fs';

import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { ApiCaller, person } from './people';

test.use({ stackOptions: { people: 8 } });

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0';

const toast = (page: Page) => page.getByRole('region', { name: 'Notifications' });

test.describe('the profile', () => {
  test('shows the account and saves a new name, which is in the header at once', async ({ page, signIn }) => {
    await signIn(page, person(2));
    await page.goto('/account/profile');
    await expect(page).toHaveTitle('Profile · Latchkey');
    await expect(page.getByText(person(2).email).last()).toBeVisible();
    await expect(page.getByText('Verified', { exact: true })).toBeVisible();
    const name = page.getByLabel('Name', { exact: true });
    await name.fill('Ada Lovelace');
    await page.getByLabel('Language of mails').selectOption('Deutsch');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(toast(page)).toContainText('Your profile is saved.');
    await expect(page.getByRole('button', { name: 'Your account: Ada Lovelace' })).toBeVisible();
    await expect(name).toHaveValue('Ada Lovelace');
    await expect(page.getByLabel('Language of mails')).toHaveValue('de');

    // Saved: nothing is in the way of leaving.
    await page.getByRole('link', { name: 'Password' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Password' })).toBeVisible();
  });

  test('hands out everything that is stored about the person', async ({ page, signIn }) => {
    await signIn(page, person(2));
    await page.goto('/account/profile');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export as JSON' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('latchkey-export.json');
    const data = JSON.parse(readFileSync(await download.path(), 'utf8')) as { account: object[]; sessions: object[] };
    expect(data.account).toEqual([expect.objectContaining({ email: person(2).email })]);
    expect(data.sessions.length).toBeGreaterThan(0);
  });

  test('asks before an unsaved name is left behind', async ({ page, signIn }) => {
    await signIn(page, person(3));
    await page.goto('/account/profile');
    await page.getByLabel('Name', { exact: true }).fill('Half a na');
    await page.getByRole('link', { name: 'Resources' }).click();
    await expect(page.getByRole('alertdialog', { name: 'Leave without saving?' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Half a na');
  });

  test('copies the user id and says so', async ({ page, context, signIn }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await signIn(page, person(3));
    await page.goto('/account/profile');
    await page.getByRole('button', { name: 'Copy your user id' }).click();
    await expect(page.getByText('Copied')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^[\da-f-]{36}$/);
  });
});

test.describe('the password', () => {
  test('is refused with a reason beside the field', async ({ page, signIn }) => {
    await signIn(page, person(4));
    await page.goto('/account/password');
    const current = page.getByLabel('Current password');
    const next = page.getByLabel('New password');
    await expect(current).toHaveAttribute('autocomplete', 'current-password');
    await expect(next).toHaveAttribute('autocomplete', 'new-password');
    await expect(page.locator('input[autocomplete="username"]')).toHaveValue(person(4).email);

    await current.fill('not the password');
    await next.fill('four random words, no more');
    await expect(page.getByText('Strong.')).toBeVisible();
    await page.getByRole('button', { name: 'Change password' }).click();
    await expect(current).toBeFocused();
    await expect(current).toHaveAccessibleDescription(/not your current password/);
    await expect(page).toHaveTitle('Error: Password · Latchkey');

    await current.fill(person(4).password);
    await next.fill('short');
    await expect(page.getByText('10 more characters.')).toBeVisible();
    await page.getByRole('button', { name: 'Change password' }).click();
    await expect(next).toBeFocused();
    await expect(next).toHaveAccessibleDescription(/at least 15 characters/i);
  });

  test('once changed, signs out every other device and nothing here', async ({ page, browser, signIn, stack }) => {
    const other = await (await browser.newContext()).newPage();
    await signIn(other, person(4));
    await other.goto('/');
    await signIn(page, person(4));
    await page.goto('/account/password');
    await page.getByLabel('Current password').fill(person(4).password);
    await page.getByLabel('New password').fill('four random words, no more');
    await page.getByRole('button', { name: 'Change password' }).click();
    await expect(toast(page)).toContainText('Your password is changed.');
    await expect(page.getByLabel('New password')).toHaveValue('');

    await other.goto(`${stack.url}/account/profile`);
    await expect(other).toHaveURL(/\/sign-in\?reason=password-changed/);
    await other.context().close();
    await page.goto('/account/sessions');
    await expect(page.getByText('Only this device is signed in.')).toBeVisible();
  });
});

test.describe('the sessions', () => {
  test('are told apart, and another one can be ended', async ({ page, browser, signIn, stack }) => {
    const context = await browser.newContext({ userAgent: FIREFOX });
    const other = await context.newPage();
    await signIn(other, person(6));
    await other.goto('/');
    await ApiCaller.signIn(stack, person(6), IPHONE);
    await signIn(page, person(6));
    await page.goto('/account/sessions');
    const table = page.getByRole('table', { name: 'Where you are signed in' });
    const here = table.getByRole('row').filter({ hasText: 'This device' });
    await expect(here.getByRole('button')).toHaveCount(0);
    await expect(table.getByRole('row').filter({ hasText: 'Safari on iPhone' })).toBeVisible();
    const firefox = table.getByRole('row').filter({ hasText: 'Firefox on Linux' });
    await expect(firefox.locator('time').first()).toHaveAttribute('datetime', /Z$/);
    await expect(firefox.locator('time').first()).toHaveAttribute('title', /\d{4}.*\d{2}:\d{2}/);

    await firefox.getByRole('button', { name: 'Sign out Firefox on Linux' }).click();
    const question = page.getByRole('alertdialog', { name: 'Sign out Firefox on Linux?' });
    await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await question.getByRole('button', { name: 'Sign out Firefox on Linux' }).click();
    await expect(firefox).toHaveCount(0);
    await expect(toast(page)).toContainText('The device is signed out.');

    await other.goto(`${stack.url}/resources`);
    await expect(other).toHaveURL(/\/sign-in\?reason=revoked/);
    await context.close();
  });

  test('all but this one can be ended together', async ({ page, signIn, stack }) => {
    await ApiCaller.signIn(stack, person(8));
    await ApiCaller.signIn(stack, person(8), IPHONE);
    await signIn(page, person(8));
    await page.goto('/account/sessions');
    await page.getByRole('button', { name: 'Sign out all others' }).click();
    const question = page.getByRole('alertdialog', { name: 'Sign out all other devices?' });
    await expect(question).toContainText('2 other devices');
    await question.getByRole('button', { name: 'Sign out 2 devices' }).click();
    await expect(page.getByText('Only this device is signed in.')).toBeVisible();
    await expect(page.getByRole('row')).toHaveCount(2);
  });
});
