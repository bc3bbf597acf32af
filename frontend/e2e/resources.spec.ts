import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { ApiCaller, person } from './people';

test.use({ stackOptions: { people: 8 } });

const toast = (page: Page) => page.getByRole('region', { name: 'Notifications' });

test('a person makes, changes and deletes a resource', async ({ page, signInByForm, stack }) => {
  await (await ApiCaller.signIn(stack, stack.accounts.admin)).deleteEveryResource();
  await signInByForm(page, person(2));
  await expect(page).toHaveTitle('Resources · Latchkey');
  await expect(page.getByText('No resources yet')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'New resource' }).last().click();

  await expect(page.getByRole('heading', { level: 1, name: 'New resource' })).toBeFocused();
  await page.getByLabel('Title').fill('Release calendar');
  await page.getByLabel('Text').fill('March: 4.2\nApril: 4.3');
  await page.getByRole('radio', { name: 'Internal' }).check();
  await page.getByRole('button', { name: 'Create resource' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Release calendar' })).toBeFocused();
  await expect(toast(page)).toContainText('Resource created.');
  await expect(page).toHaveURL(/\/resources\/[\w-]+$/);
  await expect(page).toHaveTitle('Release calendar · Latchkey');
  await expect(page.getByText('March: 4.2')).toBeVisible();

  await page.getByRole('link', { name: 'Edit Release calendar' }).click();
  await page.getByLabel('Title').fill('Release calendar 2027');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Release calendar 2027' })).toBeVisible();
  await expect(toast(page)).toContainText('Changes saved.');

  const remove = page.getByRole('button', { name: 'Delete' });
  await remove.click();
  const question = page.getByRole('alertdialog', { name: 'Delete “Release calendar 2027”?' });
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(remove).toBeFocused();
  await remove.click();
  await question.getByRole('button', { name: 'Delete “Release calendar 2027”' }).click();
  await expect(page).toHaveURL(/\/resources$/);
  await expect(toast(page)).toContainText('Resource deleted.');
  await expect(page.getByText('No resources yet')).toBeVisible();
});

test.describe('two people change the same resource', () => {
  test('the later one sees both versions and decides, with nothing lost', async ({ page, signIn, stack }) => {
    const owner = await ApiCaller.signIn(stack, person(3));
    const resource = await owner.createResource({ title: 'Contacts', body: 'One', visibility: 'private' });
    await signIn(page, person(3));
    await page.goto(`/resources/${resource.id}/edit`);
    await page.getByLabel('Title').fill('Contacts, mine');
    await page.getByLabel('Text').fill('One, and mine');
    await owner.changeResource(resource, { title: 'Contacts, theirs', body: 'One, and theirs' });
    await page.getByRole('button', { name: 'Save changes' }).click();

    const conflict = page.getByRole('main').getByRole('alert');
    await expect(conflict).toBeFocused();
    await expect(conflict.getByRole('group', { name: 'Saved by somebody else' })).toHaveText([
      'Contacts, theirs',
      'One, and theirs',
    ]);
    await expect(conflict.getByRole('group', { name: 'What you typed' })).toHaveText([
      'Contacts, mine',
      'One, and mine',
    ]);
    await expect(page.getByRole('textbox', { name: 'Text' })).toHaveValue('One, and mine');

    await conflict.getByRole('button', { name: 'Use the saved Title' }).click();
    await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Contacts, theirs');
    await page.getByRole('button', { name: 'Save my version' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Contacts, theirs' })).toBeVisible();
    await expect(page.getByText('One, and mine')).toBeVisible();
  });

  test('a resource deleted meanwhile is reported, and the text stays', async ({ page, signIn, stack }) => {
    const owner = await ApiCaller.signIn(stack, person(3));
    const resource = await owner.createResource({ title: 'Short-lived' });
    await signIn(page, person(3));
    await page.goto(`/resources/${resource.id}/edit`);
    await page.getByLabel('Text').fill('Typed for a while');
    await owner.deleteResource(resource);
    await page.getByRole('button', { name: 'Save changes' }).click();
    await expect(page.getByRole('main').getByRole('alert')).toContainText('not there any more');
    await expect(page.getByLabel('Text')).toHaveValue('Typed for a while');
  });
});

test('somebody else’s private resource is as good as missing', async ({ page, signIn, stack, expectedConsole }) => {
  expectedConsole.push(/404/);
  const secret = await (await ApiCaller.signIn(stack, person(6))).createResource({ title: 'Secret' });
  await signIn(page, person(4));
  await page.goto('/');
  for (const id of [secret.id, 'no-such-id']) {
    const response = await page.goto(`/resources/${id}`);
    expect(response?.status()).toBe(404);
    await expect(page).not.toHaveTitle(/Secret/);
    await expect(page.getByRole('heading', { level: 1, name: 'There is no such page' })).toBeVisible();
  }
});
