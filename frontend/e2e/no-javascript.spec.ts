import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { ApiCaller, person } from './people';

test.use({ javaScriptEnabled: false, stackOptions: { people: 30 } });

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const rows = (page: Page) => page.getByRole('table').getByRole('row');

test.describe('without scripts', () => {
  test('a resource is made, corrected, changed and deleted', async ({ page, signInByForm }) => {
    await signInByForm(page, person(2));
    await page.goto('/resources/new');
    await page.getByLabel('Text').fill('Kept although the title is missing');
    await page.getByRole('button', { name: 'Create resource' }).click();
    await expect(page.getByLabel('Title')).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByLabel('Title')).toHaveAccessibleDescription('Please give it a title.');
    await expect(page.getByLabel('Text')).toHaveValue('Kept although the title is missing');
    await expect(page).toHaveTitle(/^Error: New resource/);

    await page.getByLabel('Title').fill('Plain');
    await page.getByRole('radio', { name: 'Internal' }).check();
    await page.getByRole('button', { name: 'Create resource' }).click();
    await expect(heading(page, 'Plain')).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: 'Resource created.' })).toBeVisible();

    await page.getByRole('link', { name: 'Edit Plain' }).click();
    await page.getByLabel('Title').fill('Plainer');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await expect(heading(page, 'Plainer')).toBeVisible();

    await page.getByRole('button', { name: 'Delete' }).click();
    const question = page.getByRole('alertdialog', { name: 'Delete “Plainer”?' });
    await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect(question).toBeHidden();
    await page.getByRole('button', { name: 'Delete' }).click();
    await question.getByRole('button', { name: 'Delete “Plainer”' }).click();
    await expect(heading(page, 'Resources')).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: 'Resource deleted.' })).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Resource restored.' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Plainer', exact: true })).toBeVisible();
  });

  test('a conflict shows both versions and keeps what was typed', async ({ page, signInByForm, stack }) => {
    const owner = await ApiCaller.signIn(stack, person(3));
    const resource = await owner.createResource({ title: 'Shared', body: 'First' });
    await signInByForm(page, person(3));
    await page.goto(`/resources/${resource.id}/edit`);
    await page.getByLabel('Text').fill('Second, mine');
    await owner.changeResource(resource, { body: 'Second, theirs' });
    await page.getByRole('button', { name: 'Save changes' }).click();
    await expect(page.getByRole('group', { name: 'Saved by somebody else' })).toHaveText('Second, theirs');
    await expect(page.getByRole('textbox', { name: 'Text' })).toHaveValue('Second, mine');
    await page.getByRole('button', { name: 'Save my version' }).click();
    await expect(page.getByText('Second, mine')).toBeVisible();
  });

  test('a list is searched, filtered, sorted and paged', async ({ page, signInByForm, stack }) => {
    await signInByForm(page, stack.accounts.admin);
    await page.goto('/admin/users');
    await page.getByLabel('Status').selectOption('Active');
    await page.getByRole('button', { name: 'Show' }).click();
    await expect(page.getByText(/^\d\d people$/)).toBeVisible();
    await page.getByRole('link', { name: 'Name' }).click();
    await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
    await page.getByRole('link', { name: 'Next' }).click();
    await expect(page.getByText('Page 2')).toBeVisible();
    await page.getByRole('link', { name: 'Previous' }).click();
    await expect(rows(page)).toHaveCount(21);
    await page.getByRole('searchbox').fill('person 11');
    await page.getByRole('button', { name: 'Show' }).click();
    await expect(rows(page)).toHaveCount(2);
  });

  test('somebody is disabled, enabled and given another role', async ({ page, signInByForm, stack }) => {
    await signInByForm(page, stack.accounts.admin);
    await page.goto('/admin/users?search=person+04');
    await page.getByRole('link', { name: 'Person 04' }).click();
    await page.getByRole('button', { name: 'Disable Person 04' }).click();
    const question = page.getByRole('alertdialog');
    await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await question.getByRole('button', { name: 'Disable Person 04' }).click();
    await expect(page.getByText('Person 04 is disabled')).toBeVisible();
    await page.getByLabel('Change to').selectOption('Administrator');
    await page.getByRole('button', { name: 'Change role' }).click();
    await question.getByRole('button', { name: 'Change the role of Person 04' }).click();
    await expect(page.getByText('Person 04 has the role “Administrator”.')).toBeVisible();
  });

  test('another device is signed out', async ({ page, signInByForm, stack }) => {
    const other = await ApiCaller.signIn(stack, person(6), 'curl/8.5.0');
    await signInByForm(page, person(6));
    await page.goto('/account/sessions');
    await page.getByRole('button', { name: 'Sign out curl' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out curl' }).click();
    await expect(page.getByText('Only this device is signed in.')).toBeVisible();
    await expect(other.call('GET', '/v1/me')).rejects.toThrow('401');
  });

  test('the account is changed, and wrong passwords are explained', async ({ page, signInByForm }) => {
    await signInByForm(page, person(8));
    await page.goto('/account/profile');
    await page.getByLabel('Name', { exact: true }).fill('Plain Person');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Your account: Plain Person' })).toBeVisible();
    await page.goto('/account/password');
    await page.getByLabel('Current password').fill('wrong');
    await page.getByLabel('New password').fill('four random words, no more');
    await page.getByRole('button', { name: 'Change password' }).click();
    await expect(page.getByLabel('Current password')).toHaveAccessibleDescription(/not your current password/);
    await expect(page.getByLabel('Current password')).toHaveValue('');
  });

  test('menu and drawer open, and signing out works', async ({ page, signInByForm }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await signInByForm(page, person(9));
    await page.getByRole('button', { name: 'Open navigation' }).click();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Sessions' }).click();
    await expect(heading(page, 'Sessions')).toBeVisible();
    await page.getByRole('button', { name: /Your account/ }).click();
    await expect(page.getByRole('radio', { name: 'Dark' })).toBeHidden();
    await page.getByRole('button', { name: 'Sign out', exact: true }).last().click();
    await expect(page).toHaveURL(/\/sign-in\?reason=signed-out$/);
  });
});
