import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { ApiCaller, person } from './people';

test.use({ stackOptions: { people: 8 } });

const toast = (page: Page) => page.getByRole('region', { name: 'Notifications' });
const rows = (page: Page) => page.getByRole('table', { name: 'Resources' }).getByRole('row');
const row = (page: Page, title: string) => rows(page).filter({ has: page.getByRole('rowheader', { name: title }) });

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

  test('offers to undo a deletion, also from another page, and comes back to the same list', async ({
    page,
    signIn,
    stack,
  }) => {
    await (await ApiCaller.signIn(stack, person(6))).createResource({ title: 'Second thoughts' });
    await signIn(page, person(6));
    await page.goto('/resources?search=thoughts');
    await row(page, 'Second thoughts').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete “Second thoughts”' }).last().click();
    await expect(row(page, 'Second thoughts')).toHaveCount(0);
    await expect(page).toHaveURL(/\/resources\?search=thoughts$/);
    const undo = toast(page).getByRole('button', { name: 'Undo' });
    await undo.focus();
    await page.getByRole('link', { name: 'Profile' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Profile' })).toBeVisible();
    await undo.click();
    await expect(page).toHaveURL(/\/resources\?search=thoughts$/);
    await expect(row(page, 'Second thoughts')).toBeVisible();
    await expect(toast(page)).toContainText('Resource restored.');
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
