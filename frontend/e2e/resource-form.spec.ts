import { expect, test } from './fixtures';
import { ApiCaller, person } from './people';

test.use({ stackOptions: { people: 8 } });

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
    await expect(page).toHaveURL(/\/sign-in\?reason=signed-out-elsewhere&next=%2Fresources%2Fnew$/);
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
