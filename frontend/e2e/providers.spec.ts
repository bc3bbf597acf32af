import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';

test.use({ stackOptions: { hasProvider: true } });

interface AtProvider {
  email: string;
  isUnverified?: boolean;
  says?: 'Sign in' | 'Cancel';
}

/** What somebody does at the provider, until they are back. */
async function answer(page: Page, { email, isUnverified = false, says = 'Sign in' }: AtProvider): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Development sign-in' })).toBeVisible();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Name').fill('Grace Hopper');
  if (isUnverified) await page.getByLabel('This provider has verified the address').uncheck();
  await page.getByRole('button', { name: says }).click();
}

async function enter(page: Page, provider: string, at: AtProvider): Promise<void> {
  await page.goto('/sign-in?next=/account/profile');
  await page.getByRole('button', { name: `Continue with ${provider}` }).click();
  await answer(page, at);
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Your account/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in\?reason=signed-out$/);
}

test('a person signs up with a provider, links another, signs in with either, unlinks, and it is all in the record', async ({
  page,
  signIn,
  stack,
}) => {
  const email = 'grace@example.com';
  await enter(page, 'OpenID Connect', { email });
  await expect(page).toHaveURL(/\/account\/profile$/);
  await expect(page.getByRole('main').getByText(email)).toBeVisible();

  await page.goto('/account/password');
  await expect(page.getByText('Your account has no password.')).toBeVisible();
  await page.goto('/account/security');
  await expect(page.getByRole('link', { name: 'Set a password' })).toBeVisible();
  await page.getByRole('link', { name: 'Look at the ways' }).click();
  await page.getByRole('button', { name: /^Link GitHub/ }).click();
  await answer(page, { email: 'hopper@elsewhere.example' });
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText('Linked.');
  await expect(page.getByRole('cell', { name: 'hopper@elsewhere.example' })).toBeVisible();

  for (const [provider, address] of [
    ['GitHub (localhost)', 'hopper@elsewhere.example'],
    ['OpenID Connect', email],
  ] as const) {
    await signOut(page);
    await enter(page, provider, { email: address });
    await expect(page).toHaveURL(/\/account\/profile$/);
    await expect(page.getByRole('main').getByText(email)).toBeVisible();
  }

  await page.goto('/account/sign-in-methods');
  await page.getByRole('button', { name: 'Unlink GitHub (localhost)' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Unlink GitHub (localhost)' }).click();
  await expect(page.getByRole('cell', { name: 'hopper@elsewhere.example' })).toBeHidden();
  await page.getByRole('button', { name: 'Unlink OpenID Connect' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Unlink OpenID Connect' }).click();
  await expect(page.getByText('This is your last way to sign in. Set a password first.').first()).toBeVisible();

  await page.context().clearCookies();
  await signIn(page, stack.accounts.admin);
  await page.goto('/admin/audit');
  for (const event of ['Sign-up', 'Way to sign in linked', 'Way to sign in unlinked']) {
    await expect(page.getByRole('table').getByText(event).first()).toBeVisible();
  }
});

test('somebody without a password proves that it is them by signing in once more', async ({ page, stack }) => {
  const email = 'fresh@example.com';
  await enter(page, 'OpenID Connect', { email });
  // Just over ten minutes: what the provider says must not be too old, and its clock stands still.
  stack.advanceClock(605_000);
  await page.goto('/account/sign-in-methods');
  await page.getByRole('button', { name: /^Link GitHub/ }).click();
  await answer(page, { email });
  await expect(page).toHaveURL(/\/confirm-password\?next=/);
  await expect(page.getByText('Your account has no password.')).toBeVisible();
  await expect(page.getByLabel('Password', { exact: true })).toBeHidden();
  await expect(page.getByRole('button', { name: /GitHub/ })).toBeHidden();
  await page.getByRole('button', { name: 'Sign in again with OpenID Connect' }).click();
  await answer(page, { email });
  await expect(page).toHaveURL(/\/account\/sign-in-methods$/);
  await page.getByRole('button', { name: /^Link GitHub/ }).click();
  await answer(page, { email });
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText('Linked.');
  // One session, as before.
  await page.goto('/account/sessions');
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(2);
  stack.advanceClock(-605_000);
});

test('what one person began at a provider is linked to nobody when another has signed in meanwhile', async ({
  page,
  signIn,
  stack,
}) => {
  const { user, admin } = stack.accounts;
  await signIn(page, user);
  await page.goto('/account/sign-in-methods');
  await page.getByRole('button', { name: /^Link OpenID Connect/ }).click();
  await expect(page.getByRole('heading', { name: 'Development sign-in' })).toBeVisible();

  // In another tab of the same browser; NextAuth’s door would take the cookies of the provider with it.
  const other = await page.context().newPage();
  await other.goto('/account/sign-in-methods');
  await signOut(other);
  await other.getByLabel('E-mail').fill(admin.email);
  await other.getByLabel('Password', { exact: true }).fill(admin.password);
  await other.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(other).not.toHaveURL(/\/sign-in/);

  await answer(page, { email: 'somebody@example.com' });
  await expect(page.getByText('That was not linked').first()).toBeVisible();
  await expect(page.getByText('Nothing is linked').first()).toBeVisible();
  await page.goto('/account/profile');
  await expect(page.getByRole('main').getByText(admin.email)).toBeVisible();
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('a person signs in with a provider', async ({ page }) => {
    await enter(page, 'OpenID Connect', { email: 'plain@example.com' });
    await expect(page).toHaveURL(/\/account\/profile$/);
    await expect(page.getByRole('main').getByText('plain@example.com')).toBeVisible();
  });
});

test('whoever is refused reads a plain sentence, and nobody is signed in', async ({ page, stack, signIn }) => {
  const { user } = stack.accounts;
  const refusals: [AtProvider, string][] = [
    [{ email: 'denied@example.com', says: 'Cancel' }, 'The sign-in at the provider was not finished'],
    [{ email: 'open@example.com', isUnverified: true }, 'The provider has not verified your e-mail address.'],
    [{ email: user.email }, 'There is an account with this e-mail address already. Sign in as before'],
  ];
  for (const provider of ['OpenID Connect', 'GitHub (localhost)']) {
    for (const [at, sentence] of refusals) {
      await enter(page, provider, at);
      await expect(page).toHaveURL(/\/sign-in\?/);
      await expect(page.getByText(sentence)).toBeVisible();
    }
  }
  const names = (await page.context().cookies()).map(({ name }) => name);
  expect(names).not.toContain('latchkey.session');
  await page.context().clearCookies();
  await signIn(page, stack.accounts.admin);
  await page.goto('/admin/audit?action=session.start&outcome=failure');
  // A row of each, and one for its details; at either provider.
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(1 + 2 * (2 * refusals.length));
});

test('coming back twice, or without having left, changes nothing', async ({ page }) => {
  const returns: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/auth/callback/')) returns.push(request.url());
  });
  await enter(page, 'OpenID Connect', { email: 'twice@example.com' });
  await expect(page).toHaveURL(/\/account\/profile$/);
  const [back = ''] = returns;
  await page.goto(back);
  await expect(page.getByText('The sign-in at the provider was not finished')).toBeVisible();
  // Still signed in as before.
  await page.goto('/account/profile');
  await expect(page.getByRole('main').getByText('twice@example.com')).toBeVisible();
  await page.context().clearCookies();
  for (const address of [back, '/api/auth/callback/oidc', '/api/auth/callback/github?code=x&state=y']) {
    await page.goto(address);
    await expect(page).toHaveURL(/\/sign-in\?/);
    await expect(page.getByText('The sign-in at the provider was not finished')).toBeVisible();
  }
});

test('a provider that hangs keeps nobody waiting for long', async ({ page, stack, expectedConsole }) => {
  expectedConsole.push(/503|Failed to load/);
  await page.goto('/sign-in');
  stack.provider?.hang();
  try {
    await page.getByRole('button', { name: 'Continue with OpenID Connect' }).click();
    await expect(page.getByText('The service is away for a moment.')).toBeVisible({ timeout: 15_000 });
  } finally {
    stack.provider?.goOn();
  }
  await expect(page).toHaveURL(/\/sign-in/);
});
