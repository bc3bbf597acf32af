import { expect, test } from './fixtures';

test.use({ stackOptions: { env: { API_DOCS: 'true' } } });

test('the page of the API signs somebody in, calls a door as them, and signs out', async ({
  page,
  stack,
  expectedConsole,
}) => {
  expectedConsole.push(/401/);
  const { email, password } = stack.accounts.user;
  const foreign: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(stack.apiUrl) && !request.url().startsWith('data:')) foreign.push(request.url());
  });
  await page.goto(`${stack.apiUrl}/docs`);
  await expect(page.getByRole('heading', { name: /Latchkey API/ })).toBeVisible();
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill('not my password');
  await page.getByRole('button', { name: 'Sign in to try it' }).click();
  await expect(page.getByRole('status')).toHaveText('Wrong e-mail or password.');
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in to try it' }).click();
  await expect(page.getByRole('status')).toContainText('Signed in as');

  const door = page.locator('#operations-Account-me_get');
  await door
    .getByRole('button', { name: /\/v1\/me/ })
    .first()
    .click();
  await door.getByRole('button', { name: 'Try it out' }).click();
  await door.getByRole('button', { name: 'Execute' }).click();
  await expect(door.locator('.live-responses-table')).toContainText(email);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([0, 0, '']);
  expect(foreign).toEqual([]);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in to try it' })).toBeVisible();
});
