import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { person } from './people';

test.use({ stackOptions: { people: 6 } });

const ELEVEN_MINUTES_MS = 11 * 60_000;
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Confirm that it is you' });

async function openPerson(page: Page, number: number): Promise<void> {
  await page.goto(`/admin/users?search=${encodeURIComponent(person(number).name)}`);
  await page.getByRole('link', { name: person(number).name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: person(number).name })).toBeVisible();
}

async function askForRole(page: Page, number: number): Promise<void> {
  await openPerson(page, number);
  await page.getByLabel('Change to').selectOption('Administrator');
  await page.getByRole('button', { name: 'Change role' }).click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Change the role of/ })
    .click();
}

test('a role is given with the password, when the sign-in is long ago', async ({ page, signIn, stack }) => {
  await signIn(page, stack.accounts.admin);
  stack.advanceClock(ELEVEN_MINUTES_MS);
  await askForRole(page, 2);
  await expect(dialog(page).getByLabel('Password', { exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alertdialog')).toContainText('Nothing was done yet: this takes your password.');

  await page.getByRole('alertdialog').getByRole('button', { name: 'Change the role of Person 02' }).click();
  await dialog(page).getByLabel('Password', { exact: true }).fill('not my password');
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByLabel('Password', { exact: true })).toHaveAccessibleDescription(/not your current/);
  await dialog(page).getByLabel('Password', { exact: true }).fill(stack.accounts.admin.password);
  await dialog(page).getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByText('Person 02 has the role “Administrator”.').first()).toBeVisible();

  await askForRole(page, 3);
  await expect(page.getByText('Person 03 has the role “Administrator”.').first()).toBeVisible();
});

test('what was typed into a form waits behind the question, and is saved by one click', async ({
  page,
  signIn,
  stack,
}) => {
  await signIn(page, stack.accounts.admin);
  stack.advanceClock(ELEVEN_MINUTES_MS);
  await page.goto('/admin/roles/new');
  await page.getByLabel('Name', { exact: true }).fill('Support');
  await page.getByLabel('Key', { exact: true }).fill('SUPPORT');
  await page.getByRole('button', { name: 'Create role' }).click();
  await dialog(page).getByLabel('Password', { exact: true }).fill(stack.accounts.admin.password);
  await dialog(page).getByRole('button', { name: 'Confirm' }).click();
  await expect(page).toHaveURL(/\/admin\/roles\/SUPPORT/);
});

test('all that is stored about somebody is handed out with the password, when the sign-in is long ago', async ({
  page,
  signIn,
  stack,
}) => {
  await signIn(page, stack.accounts.user);
  stack.advanceClock(ELEVEN_MINUTES_MS);
  await page.goto('/account/profile');
  await page.getByRole('link', { name: 'Export as JSON' }).click();
  await expect(page).toHaveURL(/\/confirm-password\?next=%2Faccount%2Fprofile$/);
  await page.getByLabel('Password', { exact: true }).fill(stack.accounts.user.password);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page).toHaveURL(/\/account\/profile$/);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export as JSON' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('latchkey-export.json');
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the password is given in another tab, and the form still holds what was typed', async ({
    page,
    context,
    signIn,
    stack,
  }) => {
    await signIn(page, stack.accounts.admin);
    stack.advanceClock(ELEVEN_MINUTES_MS);
    await page.goto('/admin/roles/new');
    await page.getByLabel('Name', { exact: true }).fill('Plain');
    await page.getByLabel('Key', { exact: true }).fill('PLAIN');
    await page.getByRole('button', { name: 'Create role' }).click();
    await expect(page.getByText('Nothing was done yet: this takes your password.')).toBeVisible();
    const [tab] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Confirm your password in another tab' }).click(),
    ]);
    await tab.getByLabel('Password', { exact: true }).fill('wrong');
    await tab.getByRole('button', { name: 'Confirm' }).click();
    await expect(tab.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(/not your current password/);
    await tab.getByLabel('Password', { exact: true }).fill(stack.accounts.admin.password);
    await tab.getByRole('button', { name: 'Confirm' }).click();
    await expect(tab.getByText('That is you.')).toBeVisible();
    await expect(page.getByLabel('Key', { exact: true })).toHaveValue('PLAIN');
    await page.getByRole('button', { name: 'Create role' }).click();
    await expect(page).toHaveURL(/\/admin\/roles\/PLAIN/);
  });

  test('the page leads on to a place of ours, and to no other', async ({ page, signIn, stack }) => {
    await signIn(page, stack.accounts.admin);
    for (const [next, place] of [
      ['/admin/roles?x=1', /\/admin\/roles\?x=1$/],
      ['https://evil.example/', /localhost:\d+\//],
    ] as const) {
      await page.goto(`/confirm-password?next=${encodeURIComponent(next)}`);
      await page.getByLabel('Password', { exact: true }).fill(stack.accounts.admin.password);
      await page.getByRole('button', { name: 'Confirm' }).click();
      await expect(page).toHaveURL(place);
    }
  });
});
