import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { ApiCaller, person } from './people';

test.use({ stackOptions: { people: 8 } });

const toast = (page: Page) => page.getByRole('region', { name: 'Notifications' });
const rows = (page: Page) => page.getByRole('table', { name: 'Resources' }).getByRole('row');
const row = (page: Page, title: string) => rows(page).filter({ has: page.getByRole('rowheader', { name: title }) });

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

test.describe('a form that was not filled in right', () => {
  test('says so beside the field, in the title, and goes there', async ({ page, signIn }) => {
    await signIn(page, person(2));
    await page.goto('/resources/new');
    await page.getByLabel('Text').fill('Only a text');
    await page.getByRole('button', { name: 'Create resource' }).click();
    const title = page.getByLabel('Title');
    await expect(title).toBeFocused();
    await expect(title).toHaveAttribute('aria-invalid', 'true');
    await expect(title).toHaveAccessibleDescription('Please give it a title.');
    await expect(page).toHaveTitle('Error: New resource · Latchkey');
    await expect(page.getByLabel('Text')).toHaveValue('Only a text');
    await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);
  });

  test('lists two problems with links to their fields', async ({ page, signIn }) => {
    await signIn(page, person(2));
    await page.goto('/resources/new');
    // What a browser holds back itself, another client may send.
    await page.locator('textarea').evaluate((field) => field.removeAttribute('maxlength'));
    await page.getByLabel('Text').fill('x'.repeat(16_001));
    await page.getByRole('button', { name: 'Create resource' }).click();
    const summary = page.getByRole('main').getByRole('alert');
    await expect(summary).toBeFocused();
    await expect(summary.getByRole('link')).toHaveText([
      'Please give it a title.',
      'Please use at most 16,000 characters for the text.',
    ]);
    await summary.getByRole('link').last().click();
    await expect(page.getByLabel('Text')).toBeFocused();
  });
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

test.describe('the list', () => {
  test.beforeAll(async ({ stack }) => {
    const owner = await ApiCaller.signIn(stack, person(4));
    const titles = Array.from({ length: 45 }, (_, index) => `Note ${String(index + 1).padStart(2, '0')}`);
    await owner.createResources(titles);
    await (
      await ApiCaller.signIn(stack, person(6))
    ).createResource({ title: 'Note of another', visibility: 'internal' });
  });

  test('keeps its state in the address: Back, Forward and reload find it again', async ({ page, signIn }) => {
    await signIn(page, person(4));
    await page.goto('/');
    await page.getByLabel('Owner').selectOption('Only mine');
    await expect(page).toHaveURL(/owner=me/);
    await expect(rows(page)).toHaveCount(21);
    await page.getByRole('link', { name: 'Title' }).click();
    await expect(page).toHaveURL(/sort=title/);
    await expect(page.getByRole('columnheader', { name: 'Title' })).toHaveAttribute('aria-sort', 'ascending');
    await expect(rows(page).nth(1)).toContainText('Note 01');
    await page.getByRole('link', { name: 'Next' }).click();
    await expect(rows(page).nth(1)).toContainText('Note 21');
    await page.getByRole('link', { name: 'Next' }).click();
    await expect(page.getByText('Page 3')).toBeVisible();
    await expect(rows(page)).toHaveCount(6);

    await page.getByRole('link', { name: 'Previous' }).click();
    await expect(rows(page).nth(1)).toContainText('Note 21');
    await page.reload();
    await expect(rows(page).nth(1)).toContainText('Note 21');
    await page.goBack();
    await expect(page.getByText('Page 3')).toBeVisible();
    await page.goForward();
    await expect(rows(page).nth(1)).toContainText('Note 21');
    await page
      .getByRole('link', { name: 'First page' })
      .or(page.getByRole('link', { name: 'Previous' }))
      .first()
      .click();
    await expect(rows(page).nth(1)).toContainText('Note 01');
    await expect(page.getByLabel('Owner')).toHaveValue('me');
  });

  test('searches while one types, keeps the field focused, and clears', async ({ page, signIn }) => {
    await signIn(page, person(4));
    await page.goto('/');
    await page.keyboard.press('/');
    const search = page.getByRole('searchbox', { name: 'Search titles' });
    await expect(search).toBeFocused();
    await search.pressSequentially('note 4');
    await expect(rows(page)).toHaveCount(7);
    await expect(page).toHaveURL(/search=note\+4/);
    await expect(search).toBeFocused();
    await search.fill('nowhere to be found');
    await expect(page.getByText('Nothing fits this search')).toBeVisible();
    await page.getByRole('link', { name: 'Clear filters' }).click();
    await expect(rows(page)).toHaveCount(21);
    await expect(search).toHaveValue('');
  });

  test('goes back to the last page with rows when its page is empty by now', async ({ page, signIn, stack }) => {
    await signIn(page, person(4));
    await page.goto('/resources?search=note+4');
    const { items } = await (
      await ApiCaller.signIn(stack, person(4))
    ).call<{ items: unknown[]; nextCursor: string }>('GET', '/v1/resources?search=note%204&limit=6&sort=-updatedAt');
    expect(items).toHaveLength(6);
    const { nextCursor } = await (
      await ApiCaller.signIn(stack, person(4))
    ).call<{ nextCursor: string }>('GET', '/v1/resources?sort=-updatedAt');
    await page.goto(`/resources?search=note+40&cursor=${nextCursor}`);
    await expect(page).toHaveURL(/\/resources\?search=note\+40$/);
    await expect(rows(page)).toHaveCount(2);
  });

  test('ignores parameters that make no sense', async ({ page, signIn }) => {
    await signIn(page, person(4));
    await page.goto('/resources?sort=evil&owner=you&cursor=nonsense&trail=,,,&search[]=x');
    await expect(rows(page)).toHaveCount(21);
  });

  test('offers only what one may do', async ({ page, signIn }) => {
    await signIn(page, person(4));
    await page.goto('/');
    const foreign = row(page, 'Note of another');
    await expect(foreign).toContainText('Person 06');
    await expect(foreign.getByRole('link', { name: /Edit/ })).toHaveCount(0);
    await expect(foreign.getByRole('button', { name: /Delete/ })).toHaveCount(0);
  });
});

test.describe('an act on a row', () => {
  test('shows at once, and stays when it worked', async ({ page, signIn, stack }) => {
    await signIn(page, person(6));
    await page.goto('/');
    await page.getByLabel('Title of a new resource').fill('Added in passing');
    stack.relay.treat = ({ method }) => (method === 'POST' ? 800 : 'pass');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('listitem').filter({ hasText: 'Added in passing' })).toContainText('Saving…');
    await expect(page.getByLabel('Title of a new resource')).toHaveValue('');
    await expect(row(page, 'Added in passing')).toBeVisible();
    await expect(page.getByText('Saving…')).toHaveCount(0);

    stack.relay.treat = ({ method }) => (method === 'DELETE' ? 800 : 'pass');
    await row(page, 'Added in passing').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete “Added in passing”' }).last().click();
    await expect(row(page, 'Added in passing')).toContainText('Deleting…');
    await expect(row(page, 'Added in passing')).toHaveAttribute('aria-busy', 'true');
    await expect(row(page, 'Added in passing')).toHaveCount(0);
    await expect(toast(page)).toContainText('Resource deleted.');
  });

  test('is taken back when it failed, says why in its place, and can be tried again', async ({
    page,
    signIn,
    stack,
  }) => {
    await (await ApiCaller.signIn(stack, person(6))).createResource({ title: 'Stubborn' });
    await signIn(page, person(6));
    await page.goto('/');
    stack.relay.treat = ({ method }) => (method === 'DELETE' || method === 'POST' ? 'refuse' : 'pass');
    await row(page, 'Stubborn').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete “Stubborn”' }).last().click();
    await expect(row(page, 'Stubborn')).toContainText('The service is away for a moment');
    await expect(row(page, 'Stubborn')).toHaveAttribute('aria-busy', 'false');

    await page.getByLabel('Title of a new resource').fill('Second try');
    await page.keyboard.press('Enter');
    const field = page.getByLabel('Title of a new resource');
    await expect(field).toHaveAccessibleDescription(/The service is away for a moment/);
    await expect(field).toHaveValue('Second try');

    stack.relay.reset();
    await toast(page).getByRole('button', { name: 'Try again' }).last().click();
    await expect(row(page, 'Second try')).toBeVisible();
  });
});

test('a list that cannot be fetched says so, with a way to try again and a reference', async ({
  page,
  signIn,
  stack,
  expectedConsole,
}) => {
  expectedConsole.push(/503/);
  await signIn(page, person(4));
  await page.goto('/');
  stack.relay.treat = ({ path }) => (path === '/v1/resources' ? 'refuse' : 'pass');
  const response = await page.goto('/resources');
  expect(response?.status()).toBe(503);
  await expect(page.getByText(/Reference:/)).toBeVisible();
  stack.relay.reset();
  await page.getByRole('link', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Resources' })).toBeVisible();
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

test.describe('what was typed', () => {
  test('is not left behind without a question', async ({ page, signIn }) => {
    await signIn(page, person(8));
    await page.goto('/resources/new');
    await page.getByLabel('Title').fill('Unfinished');
    await page.getByRole('link', { name: 'Profile' }).first().click();
    const question = page.getByRole('alertdialog', { name: 'Leave without saving?' });
    await expect(question.getByRole('button', { name: 'Keep editing' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Title')).toHaveValue('Unfinished');
    await page.getByRole('link', { name: 'Profile' }).first().click();
    await question.getByRole('button', { name: 'Leave without saving' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Profile' })).toBeVisible();
    await page.goto('/resources/new');
    await expect(page.getByLabel('Title')).toHaveValue('');
  });

  test('survives a session that ends: sign in again, and it is there', async ({ page, signIn, stack }) => {
    await signIn(page, person(8));
    await page.goto('/resources/new');
    await page.getByLabel('Title').fill('Written for an hour');
    await page.getByLabel('Text').fill('A long text');
    await page.getByRole('radio', { name: 'Internal' }).check();
    await (await ApiCaller.signIn(stack, person(8))).signOutEverywhere();
    await page.getByRole('button', { name: 'Create resource' }).click();
    await expect(page).toHaveURL(/\/sign-in\?reason=expired&next=%2Fresources%2Fnew$/);
    await page.getByLabel('E-mail').fill(person(8).email);
    await page.getByLabel('Password', { exact: true }).fill(person(8).password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByText('We kept what you had typed here.')).toBeVisible();
    await expect(page.getByLabel('Title')).toHaveValue('Written for an hour');
    await expect(page.getByLabel('Text')).toHaveValue('A long text');
    await expect(page.getByRole('radio', { name: 'Internal' })).toBeChecked();
    await page.getByRole('button', { name: 'Create resource' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Written for an hour' })).toBeVisible();
    await page.goto('/resources/new');
    await expect(page.getByLabel('Title')).toHaveValue('');
  });

  test('survives a lost connection', async ({ page, context, signIn, expectedConsole }) => {
    expectedConsole.push(/ERR_INTERNET_DISCONNECTED/);
    await signIn(page, person(8));
    await page.goto('/resources/new');
    await page.getByLabel('Title').fill('Typed on a train');
    await context.setOffline(true);
    await expect(page.getByText('You are offline')).toBeVisible();
    await page.getByRole('button', { name: 'Create resource' }).click();
    await expect(page.getByRole('main').getByRole('alert')).toContainText('nothing you typed is lost');
    await expect(page.getByLabel('Title')).toHaveValue('Typed on a train');
    await context.setOffline(false);
    await expect(page.getByText('You are offline')).toHaveCount(0);
    await page.getByRole('button', { name: 'Create resource' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Typed on a train' })).toBeVisible();
  });
});
