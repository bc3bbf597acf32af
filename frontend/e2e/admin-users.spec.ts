import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { ApiCaller, person } from './people';

test.use({ stackOptions: { people: 45 } });

const toast = (page: Page) => page.getByRole('region', { name: 'Notifications' });
const rows = (page: Page) => page.getByRole('table', { name: 'Users' }).getByRole('row');

async function openPerson(page: Page, number: number): Promise<void> {
  await page.goto(`/admin/users?search=${encodeURIComponent(person(number).name)}`);
  await page.getByRole('link', { name: person(number).name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: person(number).name })).toBeFocused();
}

test.describe('the list of users', () => {
  test('finds, filters, sorts and pages, all in the address', async ({ page, signIn, stack }) => {
    await signIn(page, stack.accounts.admin);
    await page.goto('/');
    await page.getByRole('link', { name: 'Users' }).click();
    await expect(page).toHaveTitle('Users · Latchkey');
    await expect(page.getByText('47 people')).toBeVisible();
    await expect(rows(page)).toHaveCount(21);
    await expect(page.getByRole('columnheader', { name: 'Created' })).toHaveAttribute('aria-sort', 'descending');

    await page.getByLabel('Status').selectOption('Disabled');
    await expect(page.getByText('9 people')).toBeVisible();
    await page.getByLabel('Role').selectOption('Administrator');
    await expect(page.getByText('Nobody fits this search')).toBeVisible();
    await page.goBack();
    await expect(page.getByText('9 people')).toBeVisible();
    await expect(page.getByLabel('Role')).toHaveValue('');
    await page.getByLabel('Status').selectOption('All');
    await expect(page.getByText('47 people')).toBeVisible();

    await page.getByRole('columnheader').getByRole('link', { name: 'E-mail' }).click();
    await expect(page.getByRole('columnheader', { name: 'E-mail' })).toHaveAttribute('aria-sort', 'ascending');
    await expect(rows(page).nth(1)).toContainText('admin@latchkey.local');
    await page.getByLabel('Per page').selectOption('50');
    await expect(rows(page)).toHaveCount(48);
    await page.reload();
    await expect(rows(page)).toHaveCount(48);
    expect(new URL(page.url()).search).toBe('?sort=email&limit=50');
  });

  test('searches name, address and id', async ({ page, signIn, stack }) => {
    await signIn(page, stack.accounts.admin);
    await page.goto('/admin/users');
    const search = page.getByRole('searchbox', { name: 'Search name, e-mail or id' });
    await search.fill('person 07');
    await expect(page.getByText('1 person')).toBeVisible();
    await search.fill('PERSON09@');
    await expect(rows(page).nth(1)).toContainText('Person 09');
    const { userId } = await ApiCaller.signIn(stack, person(2));
    await search.fill(userId);
    await expect(rows(page).nth(1)).toContainText('Person 02');
    await search.fill('%');
    await expect(page.getByText('Nobody fits this search')).toBeVisible();
    await page.getByRole('link', { name: 'Clear filters' }).click();
    await expect(page.getByText('47 people')).toBeVisible();
  });

  test('leads through its pages and back', async ({ page, signIn, stack }) => {
    await signIn(page, stack.accounts.admin);
    await page.goto('/admin/users?sort=name');
    await page.getByRole('link', { name: 'Next' }).click();
    await expect(page.getByText('Page 2')).toBeVisible();
    await page.getByRole('link', { name: 'Next' }).click();
    await expect(page.getByText('Page 3')).toBeVisible();
    await expect(rows(page)).toHaveCount(8);
    await expect(page.getByRole('link', { name: 'Next' })).toHaveCount(0);
    await page.getByRole('link', { name: 'First page' }).click();
    await expect(page.getByText('Page 1')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Previous' })).toHaveCount(0);
  });

  test('is not there for people without the permission', async ({ page, signIn, expectedConsole }) => {
    expectedConsole.push(/403/);
    await signIn(page, person(2));
    await page.goto('/');
    await expect(page.getByRole('link', { name: 'Users' })).toHaveCount(0);
    for (const path of ['/admin/users', '/admin/users/whoever', '/admin/users/whoever/sessions']) {
      const response = await page.goto(path);
      expect(response?.status()).toBe(403);
    }
  });
});

test.describe('one user', () => {
  test('gets another role, and may do more at once', async ({ page, browser, signIn, stack }) => {
    const context = await browser.newContext();
    const theirs = await context.newPage();
    await signIn(theirs, person(3));
    await theirs.goto('/');
    await expect(theirs.getByRole('link', { name: 'Users' })).toHaveCount(0);

    await signIn(page, stack.accounts.admin);
    await openPerson(page, 3);
    await page.getByLabel('Change to').selectOption('Administrator');
    await page.getByRole('button', { name: 'Change role' }).click();
    const question = page.getByRole('alertdialog', { name: 'Make Person 03 “Administrator”?' });
    await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await question.getByRole('button', { name: 'Change the role of Person 03' }).click();
    await expect(toast(page)).toContainText('The role is changed.');
    await expect(page.getByText('Person 03 has the role “Administrator”.')).toBeVisible();

    await theirs.goto(`${stack.url}/admin/users`);
    await expect(theirs.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible();
    await context.close();
  });

  test('is disabled, which ends their sessions, and enabled again', async ({ page, browser, signIn, stack }) => {
    const context = await browser.newContext();
    const theirs = await context.newPage();
    await signIn(theirs, person(4));
    await theirs.goto('/');
    await signIn(page, stack.accounts.admin);
    await openPerson(page, 4);
    await page.getByRole('button', { name: 'Disable Person 04' }).click();
    const question = page.getByRole('alertdialog', { name: 'Disable Person 04?' });
    await expect(question).toContainText('signed out everywhere');
    await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await question.getByRole('button', { name: 'Disable Person 04' }).click();
    await expect(page.getByText('Person 04 is disabled')).toBeVisible();
    await theirs.goto(`${stack.url}/resources`);
    await expect(theirs).toHaveURL(/\/sign-in\?reason=disabled/);
    await context.close();

    await page.getByRole('button', { name: 'Enable Person 04' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Enable Person 04' }).click();
    await expect(page.getByText('Person 04 is disabled')).toHaveCount(0);
    await ApiCaller.signIn(stack, person(4));
  });

  test('is renamed', async ({ page, signIn, stack }) => {
    await signIn(page, stack.accounts.admin);
    await openPerson(page, 6);
    await page.getByLabel('Name', { exact: true }).fill('Grace Hopper');
    await page.getByRole('button', { name: 'Save name' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Grace Hopper' })).toBeVisible();
    await expect(page).toHaveTitle('Grace Hopper · Latchkey');
  });

  test('is signed out everywhere', async ({ page, signIn, stack }) => {
    const caller = await ApiCaller.signIn(stack, person(8), 'curl/8.5.0');
    await signIn(page, stack.accounts.admin);
    await openPerson(page, 8);
    await page
      .getByRole('navigation', { name: 'Pages about Person 08' })
      .getByRole('link', { name: 'Sessions' })
      .click();
    await expect(page.getByRole('rowheader', { name: 'curl' })).toBeVisible();
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out Person 08 everywhere' }).click();
    await expect(page.getByText('Not signed in anywhere')).toBeVisible();
    await expect(caller.call('GET', '/v1/me')).rejects.toThrow('401');
  });

  test('who is oneself cannot be changed', async ({ page, signIn, stack }) => {
    const { userId } = await ApiCaller.signIn(stack, stack.accounts.admin);
    await signIn(page, stack.accounts.admin);
    await page.goto(`/admin/users/${userId}`);
    await expect(page.getByText('This is your own account')).toBeVisible();
    await expect(page.getByRole('main').getByRole('button', { name: /Disable|Change role/ })).toHaveCount(0);
  });

  test('what the server refuses is told in the dialog', async ({ page, signIn, stack }) => {
    // A page from before: meanwhile the one who looks has lost the role.
    const second = await ApiCaller.signIn(stack, stack.accounts.admin);
    await signIn(page, person(1));
    await openPerson(page, 9);
    const { userId } = await ApiCaller.signIn(stack, person(1));
    await second.call('PUT', `/v1/users/${userId}/role`, { role: 'USER' });
    await page.getByRole('button', { name: 'Disable Person 09' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disable Person 09' }).click();
    await expect(page.getByRole('alertdialog').getByRole('alert')).toContainText('your role does not allow it');
    await page.keyboard.press('Escape');
    await second.call('PUT', `/v1/users/${userId}/role`, { role: 'ADMIN' });
  });

  test('who does not exist is not found', async ({ page, signIn, stack, expectedConsole }) => {
    expectedConsole.push(/404/);
    await signIn(page, stack.accounts.admin);
    const response = await page.goto('/admin/users/no-such-user');
    expect(response?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1, name: 'There is no such page' })).toBeVisible();
  });
});
