import { expect, test } from './fixtures';
import { ApiCaller, person } from './people';

/** Idle sessions end this long after their last use: five seconds after the warning may come. */
const IDLE_SECONDS = 125;

test.use({
  stackOptions: {
    people: 2,
    env: { REFRESH_TOKEN_TTL_SECONDS: String(IDLE_SECONDS), ACCESS_TOKEN_TTL_SECONDS: '2' },
  },
});

test('a person is asked two minutes before an unused session ends, and stays with one click', async ({
  page,
  signIn,
}) => {
  await signIn(page, person(2));
  await page.goto('/');
  const warning = page.getByRole('alertdialog', { name: 'Are you still there?' });
  await expect(warning).toBeVisible({ timeout: 15_000 });
  await expect(warning.getByRole('button', { name: 'Stay signed in' })).toBeFocused();
  await expect(warning).toContainText(/1:5\d/);
  await page.keyboard.press('Escape');
  await expect(warning).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(warning).toBeHidden();
});

test('what is done in one tab is heard in the other', async ({ page, context, signIn }) => {
  await signIn(page, person(2));
  await page.goto('/');
  const second = await context.newPage();
  await second.goto('/resources');
  const warnings = [page, second].map((tab) => tab.getByRole('alertdialog', { name: 'Are you still there?' }));
  for (const warning of warnings) await expect(warning).toBeVisible({ timeout: 15_000 });
  await warnings[1]!.getByRole('button', { name: 'Stay signed in' }).click();
  for (const warning of warnings) await expect(warning).toBeHidden();
});

test('asking when the session ends does not keep it alive', async ({ page, signIn }) => {
  await signIn(page, person(2));
  await page.goto('/');
  const left = () =>
    page.evaluate(async () => ((await (await fetch('/session-clock')).json()) as { endsInMs: number }).endsInMs);
  const before = await left();
  await page.waitForTimeout(2_500);
  expect(await left()).toBeLessThan(before - 2_000);
});

test('a session that was over already leads to the sign-in page and back, with the draft', async ({
  page,
  signIn,
  stack,
}) => {
  await signIn(page, person(2));
  await page.goto('/resources/new');
  await page.getByLabel('Title').fill('Left for lunch');
  const warning = page.getByRole('alertdialog', { name: 'Are you still there?' });
  await expect(warning).toBeVisible({ timeout: 15_000 });
  await (await ApiCaller.signIn(stack, person(2))).signOutEverywhere();
  await warning.getByRole('button', { name: 'Stay signed in' }).click();
  await expect(page).toHaveURL(/\/sign-in\?reason=signed-out-elsewhere&next=%2Fresources%2Fnew$/);
  await page.getByLabel('E-mail').fill(person(2).email);
  await page.getByLabel('Password', { exact: true }).fill(person(2).password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByLabel('Title')).toHaveValue('Left for lunch');
});

test('says that the server did not answer, and lets the person try again', async ({ page, signIn, stack }) => {
  await signIn(page, person(2));
  await page.goto('/');
  const warning = page.getByRole('alertdialog', { name: 'Are you still there?' });
  await expect(warning).toBeVisible({ timeout: 15_000 });
  stack.relay.treat = () => 'refuse';
  await warning.getByRole('button', { name: 'Stay signed in' }).click();
  await expect(warning.getByRole('status')).toContainText('We could not reach the server');
  stack.relay.reset();
  await warning.getByRole('button', { name: 'Stay signed in' }).click();
  await expect(warning).toBeHidden();
});
