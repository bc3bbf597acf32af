import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { ApiCaller, person } from './people';
import type { Stack } from './stack';

test.use({ stackOptions: { people: 8 } });

type Grants = Record<string, 'own' | 'any'>;

const toast = (page: Page) => page.getByRole('region', { name: 'Notifications' });
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const saveButton = (page: Page) => page.getByRole('button', { name: 'Save changes' });
const choice = (page: Page, role: string, permission: string, reach: string) =>
  page.getByRole('group', { name: `${role} – ${permission}` }).getByRole('radio', { name: reach, exact: true });

async function makeRole(stack: Stack, key: string, name: string, grants: Grants = {}): Promise<ApiCaller> {
  const admin = await ApiCaller.signIn(stack, stack.accounts.admin);
  await admin.call('POST', '/v1/roles', { key, name, grants });
  return admin;
}

async function giveRole(admin: ApiCaller, stack: Stack, number: number, role: string): Promise<string> {
  const { userId } = await ApiCaller.signIn(stack, person(number));
  await admin.call('PUT', `/v1/users/${userId}/role`, { role });
  return userId;
}

test.describe('a role', () => {
  test('is made, with what was wrong said beside the field', async ({ page, signIn, stack }) => {
    await signIn(page, stack.accounts.admin);
    await page.goto('/');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Roles' }).click();
    await expect(page).toHaveTitle('Roles · Latchkey');
    await page.getByRole('link', { name: 'New role' }).click();
    await expect(heading(page, 'New role')).toBeFocused();

    await page.getByLabel('Name', { exact: true }).fill('Support');
    await choice(page, 'New role', 'users:read', 'Any').check();
    await page.getByLabel('Key', { exact: true }).fill('user');
    await page.getByRole('button', { name: 'Create role' }).click();
    await expect(page.getByLabel('Key', { exact: true })).toHaveAccessibleDescription(/There is a role with this key/);
    await expect(choice(page, 'New role', 'users:read', 'Any')).toBeChecked();

    await page.getByLabel('Key', { exact: true }).fill('support');
    await page.getByRole('button', { name: 'Create role' }).click();
    await expect(heading(page, 'Support')).toBeVisible();
    await expect(toast(page)).toContainText('Role created.');
    await expect(page).toHaveTitle('Support · Latchkey');
    await expect(choice(page, 'Support', 'users:read', 'Any')).toBeChecked();
    await expect(choice(page, 'Support', 'users:update', 'No')).toBeChecked();
    // A permission has the reaches that make sense for it, and no other.
    await expect(page.getByRole('group', { name: 'Support – resources:create' }).getByRole('radio')).toHaveCount(2);

    await page.getByRole('link', { name: 'Roles' }).last().click();
    const row = page.getByRole('row', { name: /Support/ });
    await expect(row).toContainText('SUPPORT');
    await expect(row).toContainText('Not in use');
    await expect(row).toContainText('1 of 17');
  });

  test('says before the save what changes, and after it what has changed', async ({ page, signIn, stack }) => {
    const admin = await makeRole(stack, 'HELP', 'Help', { 'resources:read': 'own', 'users:read': 'any' });
    const userId = await giveRole(admin, stack, 2, 'HELP');
    await signIn(page, stack.accounts.admin);
    await page.goto('/admin/roles/HELP');
    const changes = page.getByRole('main').getByRole('status').filter({ hasText: 'chang' });
    await expect(changes).toContainText('Nothing is changed yet.');
    await choice(page, 'Help', 'resources:read', 'Any').check();
    await choice(page, 'Help', 'users:read', 'No').check();
    await page.getByLabel('Name', { exact: true }).fill('Helpers');
    await expect(changes).toContainText('3 changes, not saved yet:');
    await expect(changes.getByRole('listitem')).toContainText([
      'The name: then “Helpers”',
      'See resources: now “Own”, then “Any”',
      'See the accounts of other people: now “Any”, then “No”',
    ]);
    await choice(page, 'Help', 'users:read', 'Any').check();
    await expect(changes).toContainText('2 changes, not saved yet:');

    await saveButton(page).click();
    await expect(heading(page, 'Helpers')).toBeVisible();
    await expect(toast(page)).toContainText('Role saved.');
    const list = page.getByRole('main').getByRole('listitem');
    await expect(list.filter({ hasText: 'See resources: was “Own”, is now “Any”' })).toBeVisible();
    await expect(changes).toContainText('Nothing is changed yet.');
    const theirs = await ApiCaller.signIn(stack, person(2));
    const me = await theirs.call<{ id: string; permissions: Grants }>('GET', '/v1/me');
    expect(me).toMatchObject({ id: userId, permissions: { 'resources:read': 'any', 'users:read': 'any' } });

    // A reload does not say it again, and a save of the same says so.
    await page.reload();
    await expect(list.filter({ hasText: 'is now' })).toHaveCount(0);
    await saveButton(page).click();
    await expect(toast(page)).toContainText('There was nothing to save.');
  });

  test('is not left unsaved without a question, and what was chosen is kept', async ({ page, signIn, stack }) => {
    await makeRole(stack, 'DRAFTED', 'Drafted');
    await signIn(page, stack.accounts.admin);
    await page.goto('/admin/roles/DRAFTED');
    await choice(page, 'Drafted', 'audit:read', 'Any').check();
    await page.getByRole('link', { name: 'Users' }).first().click();
    const question = page.getByRole('alertdialog', { name: 'Leave without saving?' });
    await question.getByRole('button', { name: 'Keep editing' }).click();
    page.once('dialog', (dialog) => dialog.accept());
    await page.reload();
    await expect(page.getByText('We kept what you had typed here.')).toBeVisible();
    await expect(choice(page, 'Drafted', 'audit:read', 'Any')).toBeChecked();
    await expect(page.getByText('1 change, not saved yet:')).toBeVisible();
    await page.getByRole('button', { name: 'Discard it' }).click();
    await expect(choice(page, 'Drafted', 'audit:read', 'No')).toBeChecked();
    await expect(page.getByText('Nothing is changed yet.')).toBeVisible();
  });

  test('that two people change at once shows both versions', async ({ page, context, signIn, stack }) => {
    await makeRole(stack, 'SHARED', 'Shared', { 'resources:read': 'own' });
    await signIn(page, stack.accounts.admin);
    await page.goto('/admin/roles/SHARED');
    const other = await context.newPage();
    await other.goto('/admin/roles/SHARED');
    await other.getByLabel('Name', { exact: true }).fill('Shared by all');
    await choice(other, 'Shared', 'resources:read', 'Any').check();
    await saveButton(other).click();
    await expect(heading(other, 'Shared by all')).toBeVisible();

    await choice(page, 'Shared', 'users:read', 'Any').check();
    await saveButton(page).click();
    const conflict = page.getByRole('main').getByRole('alert');
    await expect(conflict).toBeFocused();
    await expect(conflict).toContainText('Somebody else saved this role while you were editing');
    await expect(conflict.getByRole('region', { name: 'Name' })).toContainText('Shared by all');
    await expect(conflict.getByRole('region')).toHaveCount(3);
    await expect(choice(page, 'Shared', 'users:read', 'Any')).toBeChecked();
    await expect(page.getByText('3 changes, not saved yet:')).toBeVisible();

    await conflict.getByRole('button', { name: 'Use theirs: Name' }).click();
    await conflict.getByRole('button', { name: 'Use theirs: See resources' }).click();
    await expect(page.getByText('1 change, not saved yet:')).toBeVisible();
    await page.getByRole('button', { name: 'Save my version' }).click();
    await expect(heading(page, 'Shared by all')).toBeVisible();
    await expect(choice(page, 'Shared by all', 'users:read', 'Any')).toBeChecked();
    await expect(choice(page, 'Shared by all', 'resources:read', 'Any')).toBeChecked();

    await choice(other, 'Shared by all', 'audit:read', 'Any').check();
    await saveButton(other).click();
    await other.getByRole('main').getByRole('alert').getByRole('link', { name: 'Keep their version' }).click();
    await expect(other.getByRole('main').getByRole('alert')).toHaveCount(0);
    await expect(choice(other, 'Shared by all', 'users:read', 'Any')).toBeChecked();
    await expect(choice(other, 'Shared by all', 'audit:read', 'No')).toBeChecked();
    await expect(other.getByText('Nothing is changed yet.')).toBeVisible();
  });

  test('is not deleted while somebody has it, and then it is', async ({ page, signIn, stack }) => {
    const admin = await makeRole(stack, 'GOING', 'Going');
    await signIn(page, stack.accounts.admin);
    await page.goto('/admin/roles/GOING');
    await page.getByRole('button', { name: 'Delete' }).click();
    const question = page.getByRole('alertdialog', { name: 'Delete the role “Going”?' });
    await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
    // Meanwhile it is given to somebody.
    const userId = await giveRole(admin, stack, 3, 'GOING');
    await question.getByRole('button', { name: 'Delete the role “Going”' }).click();
    await expect(question.getByRole('alert')).toContainText('Somebody has this role. Give them another one first.');
    await page.keyboard.press('Escape');

    await page.reload();
    await expect(page.getByText('“Going” cannot be deleted while somebody has it.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Delete' })).toHaveCount(0);
    await page.getByRole('link', { name: 'Show who' }).click();
    await expect(page.getByRole('link', { name: person(3).name })).toBeVisible();
    await admin.call('PUT', `/v1/users/${userId}/role`, { role: 'USER' });

    await page.goto('/admin/roles/GOING');
    await page.getByRole('button', { name: 'Delete' }).click();
    await question.getByRole('button', { name: 'Delete the role “Going”' }).click();
    await expect(heading(page, 'Roles')).toBeVisible();
    await expect(toast(page)).toContainText('Role deleted.');
    await expect(page.getByRole('row', { name: /Going/ })).toHaveCount(0);
  });

  test('that is built in says why it is locked', async ({ page, signIn, stack }) => {
    await signIn(page, stack.accounts.admin);
    await page.goto('/admin/roles/ADMIN');
    await expect(page.getByText('This role stays as it is')).toBeVisible();
    await expect(page.getByRole('main').getByRole('radio')).toHaveCount(0);
    await expect(page.getByText('“Administrator” comes with the application and cannot be deleted.')).toBeVisible();
    await page.goto('/admin/roles/USER');
    await expect(saveButton(page)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Delete' })).toHaveCount(0);
  });

  test('that is not there is not found', async ({ page, signIn, stack, expectedConsole }) => {
    expectedConsole.push(/404/);
    await signIn(page, stack.accounts.admin);
    expect((await page.goto('/admin/roles/NOBODY'))?.status()).toBe(404);
    await expect(heading(page, 'There is no such page')).toBeVisible();
  });
});

test.describe('who may not change roles', () => {
  test('reads them with the permission alone', async ({ page, signIn, stack, expectedConsole }) => {
    expectedConsole.push(/403/);
    const admin = await makeRole(stack, 'READER', 'Reader', { 'roles:read': 'any' });
    const userId = await giveRole(admin, stack, 4, 'READER');
    await signIn(page, person(4));
    await page.goto('/admin/roles');
    await expect(heading(page, 'Roles')).toBeVisible();
    await expect(page.getByRole('link', { name: 'New role' })).toHaveCount(0);
    await page.getByRole('link', { name: 'Reader' }).click();
    await expect(page.getByText('You can look, but not change anything')).toBeVisible();
    await expect(page.getByRole('listitem').filter({ hasText: 'roles:read' })).toContainText('Any');
    await expect(page.getByRole('main').getByRole('button', { name: /Save|Delete/ })).toHaveCount(0);
    await page.goto('/admin/access');
    await expect(heading(page, 'Access')).toBeVisible();
    for (const path of ['/admin/roles/new', `/admin/users/${userId}/permissions`]) {
      expect((await page.goto(path))?.status(), path).toBe(403);
    }
  });

  test('sees nothing of them as a user', async ({ page, signIn, stack, expectedConsole }) => {
    expectedConsole.push(/403/);
    await signIn(page, stack.accounts.user);
    await page.goto('/');
    await expect(page.getByRole('link', { name: /^(Roles|Access)$/ })).toHaveCount(0);
    const paths = [
      '/admin/roles',
      '/admin/roles/new',
      '/admin/roles/USER',
      '/admin/access',
      '/admin/users/x/permissions',
    ];
    for (const path of paths) expect((await page.goto(path))?.status(), path).toBe(403);
  });
});

test.describe('the page of access', () => {
  test('narrows its table down to the permissions that are searched, and keeps the doors as they are', async ({
    page,
    signIn,
    stack,
  }) => {
    await signIn(page, stack.accounts.admin);
    await page.goto('/admin/access?rule=audit:read');
    const permissions = page.getByRole('region', { name: 'Permissions by role' }).getByRole('link', { name: /:/ });
    expect(await permissions.count()).toBeGreaterThan(8);
    await page.getByRole('searchbox', { name: 'Search permissions' }).fill('sign other');
    await expect(permissions).toHaveText(['sessions:revoke']);
    await expect(page).toHaveURL(/rule=audit%3Aread/);
    await page.getByRole('searchbox', { name: 'Search permissions' }).fill('no such thing');
    await expect(page.getByText('No permission fits this search')).toBeVisible();
    await page.getByRole('link', { name: 'Clear filters' }).click();
    await expect(page.getByText('No permission fits this search')).toHaveCount(0);
  });

  test('shows roles by permissions, its names in sight', async ({ page, signIn, stack }) => {
    await signIn(page, stack.accounts.admin);
    await page.goto('/');
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await expect(heading(page, 'Access')).toBeFocused();
    const table = page.getByRole('table', { name: 'Permissions by role' });
    const row = table.getByRole('row', { name: /^See resources/ });
    const names = await table.getByRole('columnheader').allInnerTexts();
    const cell = (role: string) => row.getByRole('cell').nth(names.indexOf(role) - 1);
    await expect(cell('Administrator')).toHaveText('Any');
    await expect(cell('User')).toHaveText('Own');
    await page.setViewportSize({ width: 390, height: 500 });
    const region = page.getByRole('region', { name: 'Permissions by role' });
    await region.focus();
    await region.evaluate((element) => element.scrollTo(200, 300));
    await expect(table.getByRole('columnheader', { name: 'Permission' })).toBeInViewport();
    await expect(table.getByRole('link', { name: 'Administrator' })).toHaveAttribute('href', '/admin/roles/ADMIN');
  });

  test('finds doors by rule and address, in its own address', async ({ page, signIn, stack }) => {
    await signIn(page, stack.accounts.admin);
    await page.goto('/admin/access');
    const doors = page.getByRole('table', { name: 'Doors of the API' });
    await page.getByLabel('Rule').selectOption('users:update');
    await expect(page).toHaveURL('/admin/access?rule=users%3Aupdate');
    await expect(doors.getByRole('rowheader')).toContainText(['PATCH /v1/users/{id}']);
    await expect(doors).not.toContainText('/v1/resources');
    await page.getByLabel('Rule').selectOption('All');
    await page.getByRole('searchbox', { name: 'Search addresses' }).fill('auth/login');
    await expect(doors.getByRole('row')).toHaveCount(2);
    await expect(doors.getByRole('row').last()).toContainText('Everybody');
    await page.getByRole('searchbox', { name: 'Search addresses' }).fill('no such door');
    await expect(page.getByText('No door fits this search')).toBeVisible();
    await page.getByRole('link', { name: 'Clear filters' }).click();
    await expect(doors).toContainText('/v1/resources');
    await page.getByRole('link', { name: 'sessions:revoke' }).click();
    await expect(page).toHaveURL('/admin/access?rule=sessions:revoke#doors');
    await expect(page.getByLabel('Rule')).toHaveValue('sessions:revoke');
  });
});

test('the page about a person says what they may do, and why', async ({ page, signIn, stack }) => {
  const admin = await makeRole(stack, 'DESK', 'Desk', { 'users:read': 'any', 'resources:read': 'own' });
  const userId = await giveRole(admin, stack, 6, 'DESK');
  await signIn(page, stack.accounts.admin);
  await page.goto(`/admin/users/${userId}`);
  const tabs = page.getByRole('navigation', { name: `Pages about ${person(6).name}` });
  await tabs.getByRole('link', { name: 'Permissions' }).click();
  await expect(tabs.getByRole('link', { name: 'Permissions' })).toHaveAttribute('aria-current', 'page');
  const row = (permission: string) => page.getByRole('row').filter({ hasText: permission });
  await expect(row('users:read')).toContainText(/Yes.*Anybody’s.*By the role Desk/);
  await expect(row('resources:read')).toContainText(/Yes.*Own things.*By the role Desk/);
  await expect(row('audit:read')).toContainText(/No.*–.*Not in the role Desk/);
  await row('users:read').getByRole('link', { name: 'Desk' }).click();
  await expect(heading(page, 'Desk')).toBeVisible();
  await page.goto(`/admin/users/${admin.userId}/permissions`);
  await expect(row('audit:read')).toContainText(/Yes.*Anybody’s.*Administrator holds everything/);
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('a role is made, changed and deleted', async ({ page, signInByForm, stack }) => {
    await signInByForm(page, stack.accounts.admin);
    await page.goto('/admin/roles/new');
    await choice(page, 'New role', 'resources:read', 'Any').check();
    await page.getByRole('button', { name: 'Create role' }).click();
    await expect(page).toHaveTitle(/^Error: New role/);
    await expect(page.getByRole('main').getByRole('alert').getByRole('link')).toHaveCount(2);
    await expect(choice(page, 'New role', 'resources:read', 'Any')).toBeChecked();
    await page.getByLabel('Name', { exact: true }).fill('Plain');
    await page.getByLabel('Key', { exact: true }).fill('PLAIN');
    await page.getByRole('button', { name: 'Create role' }).click();
    await expect(heading(page, 'Plain')).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: 'Role created.' })).toBeVisible();

    await choice(page, 'Plain', 'resources:read', 'No').check();
    await choice(page, 'Plain', 'users:read', 'Any').check();
    await saveButton(page).click();
    await expect(page.getByRole('status').filter({ hasText: 'Role saved.' })).toBeVisible();
    await expect(page.getByText('See resources: was “Any”, is now “No”')).toBeVisible();
    await expect(page.getByText('See the accounts of other people: was “No”, is now “Any”')).toBeVisible();
    await expect(choice(page, 'Plain', 'users:read', 'Any')).toBeChecked();

    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete the role “Plain”' }).click();
    await expect(heading(page, 'Roles')).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: 'Role deleted.' })).toBeVisible();
  });

  test('a conflict shows both versions and keeps what was chosen', async ({ page, signInByForm, stack }) => {
    const admin = await makeRole(stack, 'CONTESTED', 'Contested');
    await signInByForm(page, stack.accounts.admin);
    await page.goto('/admin/roles/CONTESTED');
    await choice(page, 'Contested', 'users:read', 'Any').check();
    const theirs = { name: 'Contested', grants: { 'roles:read': 'any' } };
    await admin.call('PUT', '/v1/roles/CONTESTED', theirs, { 'If-Match': '"1"' });
    await saveButton(page).click();
    const conflict = page.getByRole('main').getByRole('alert');
    await expect(conflict.getByRole('region')).toHaveCount(2);
    await expect(choice(page, 'Contested', 'users:read', 'Any')).toBeChecked();
    await page.getByRole('button', { name: 'Save my version' }).click();
    await expect(page.getByText('See the roles and who may do what: was “Any”, is now “No”')).toBeVisible();
  });

  test('doors are found', async ({ page, signInByForm, stack }) => {
    await signInByForm(page, stack.accounts.admin);
    await page.goto('/admin/access');
    await page.getByLabel('Rule').selectOption('audit:read');
    await page.getByRole('search', { name: 'Search doors' }).getByRole('button', { name: 'Show' }).click();
    await expect(page.getByRole('table', { name: 'Doors of the API' }).getByRole('rowheader').first()).toContainText(
      '/v1/audit',
    );
  });
});
