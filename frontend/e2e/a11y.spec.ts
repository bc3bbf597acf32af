import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { linkIn, recoveryMailFor } from './mails';
import { ApiCaller, person } from './people';

test.use({ stackOptions: { people: 25 } });
// Six looks at each page, of about a second each.
test.setTimeout(300_000);

const WIDTHS = [1280, 390, 320];
const SCHEMES = ['light', 'dark'] as const;
const OPTIONS: Parameters<AxeBuilder['options']>[0] = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  // Where the rules were kept is not worked out.
  resultTypes: ['violations'],
};

/** Looks at what is shown now in both schemes and all widths. */
async function expectNoViolations(page: Page, what: string): Promise<void> {
  // Between two pages there is a moment without a title.
  await expect(page).toHaveTitle(/./);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // There are no frames, so the findings need not be gathered in a tab of their own, which takes most of the time.
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().options(OPTIONS).analyze();
      const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
      expect(found, `${what}, ${colorScheme}, ${width} px`).toEqual([]);
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `${what}: sideways scrolling at ${width} px`).toBeLessThanOrEqual(0);
  }
}

async function expectPagesWithoutViolations(page: Page, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await page.goto(path);
    await expectNoViolations(page, path);
  }
}

test('the pages of resources', async ({ page, signIn, stack }) => {
  const admin = await ApiCaller.signIn(stack, stack.accounts.admin);
  const resource = await admin.createResource({
    title: 'A title that is long enough to need more than one line on a phone, whatever its width',
    body: 'https://example.com/an/address/without/any/place/to/break/that/is/rather/long/for/a/narrow/screen',
  });
  await signIn(page, stack.accounts.admin);
  await expectPagesWithoutViolations(page, [
    '/resources',
    '/resources?search=nothing',
    '/resources/new',
    `/resources/${resource.id}`,
    `/resources/${resource.id}/edit`,
  ]);
});

test('the pages of the account', async ({ page, signIn, stack }) => {
  const admin = await ApiCaller.signIn(stack, stack.accounts.admin, 'curl/8.5.0');
  await admin.call('POST', '/v1/me/api-keys', { name: 'nightly import', scopes: ['resources:read', 'users:read'] });
  await signIn(page, stack.accounts.admin);
  await expectPagesWithoutViolations(page, [
    '/account/profile',
    '/account/password',
    '/account/sessions',
    '/account/security',
    '/account/sign-in-methods',
    '/account/api-keys',
    '/account/api-keys/new',
    '/confirm-password',
  ]);
});

test('the pages of the administration', async ({ page, signIn, stack }) => {
  const admin = await ApiCaller.signIn(stack, stack.accounts.admin);
  const { userId } = await ApiCaller.signIn(stack, person(2), 'curl/8.5.0');
  const { items } = await admin.call<{ items: Array<{ id: string }> }>('GET', '/v1/users?status=disabled&limit=1');
  await signIn(page, stack.accounts.admin);
  await expectPagesWithoutViolations(page, [
    '/admin/users',
    '/admin/users?search=nobody',
    `/admin/users/${userId}`,
    `/admin/users/${userId}/sessions`,
    `/admin/users/${userId}/api-keys`,
    `/admin/users/${admin.userId}/api-keys`,
    `/admin/users/${admin.userId}`,
    `/admin/users/${items[0]?.id}`,
    `/admin/users/${items[0]?.id}/sessions`,
  ]);
});

test('the pages of roles and access', async ({ page, signIn, stack }) => {
  const admin = await ApiCaller.signIn(stack, stack.accounts.admin);
  const name = 'A role with a name that is rather long for a phone';
  const grants = { 'resources:read': 'any', 'users:read': 'any' };
  await admin.call('POST', '/v1/roles', { key: 'LONG', name, grants });
  const { userId } = await ApiCaller.signIn(stack, person(4), 'curl/8.5.0');
  await signIn(page, stack.accounts.admin);
  await expectPagesWithoutViolations(page, [
    '/admin/roles',
    '/admin/roles/new',
    '/admin/roles/ADMIN',
    '/admin/roles/LONG?done=saved,name,users:read-none,audit:read-any',
    '/admin/access',
    '/admin/access?search=nothing',
    `/admin/users/${userId}/permissions`,
  ]);

  await page.goto('/admin/roles/LONG');
  const choice = page.getByRole('group', { name: `${name} – users:read` }).getByRole('radio', { name: 'No' });
  await choice.check();
  await admin.call('PUT', '/v1/roles/LONG', { name: 'Theirs', grants }, { 'If-Match': '"1"' });
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible();
  await expectNoViolations(page, 'conflict of roles');
});

test('the record of what happened', async ({ page, signIn, stack }) => {
  const admin = await ApiCaller.signIn(stack, stack.accounts.admin);
  const { userId } = await ApiCaller.signIn(stack, person(3), 'curl/8.5.0');
  await admin.call('PATCH', `/v1/users/${userId}`, { name: 'Somebody with a name that is rather long for a phone' });
  await signIn(page, stack.accounts.admin);
  await expectPagesWithoutViolations(page, [
    '/admin',
    '/admin/audit',
    '/admin/audit?from=2020-01-01&to=2020-01-02',
    `/admin/users/${userId}/history`,
    `/admin/users/${userId}/history?side=subject`,
  ]);
  await page.goto(`/admin/audit?subject=${userId}`);
  await page.getByText('Details').first().click();
  await expectNoViolations(page, 'an event with its details');
  await page.goto('/admin');
  await page.getByText('As a table').click();
  await expectNoViolations(page, 'sign-ins as a table');
});

test('pages that say that something is missing, and the sign-in page', async ({ page, signIn, expectedConsole }) => {
  expectedConsole.push(/40[34]/);
  await page.goto('/sign-in?reason=expired');
  await expectNoViolations(page, 'sign-in');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible();
  await expectNoViolations(page, 'sign-in with problems');
  await page.setViewportSize({ width: 1280, height: 800 });
  await signIn(page, person(2));
  await page.goto('/');
  for (const path of ['/resources/no-such-resource', '/admin/users', '/no-such-page']) {
    await page.goto(path);
    await expectNoViolations(page, path);
  }
});

test('the pages of the life of an account', async ({ page, signIn, stack }) => {
  await expectPagesWithoutViolations(page, ['/check-your-email?email=ada@example.com', '/forgot-password?done=sent']);
  await page.goto('/sign-up');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible();
  await expectNoViolations(page, 'sign-up with problems');
  const link = linkIn(await recoveryMailFor(stack, stack.accounts.user.email));
  await expectPagesWithoutViolations(page, [link, '/verify-email', '/dev/mailbox']);
  await page.context().clearCookies();
  await page.setViewportSize({ width: 1280, height: 800 });
  await signIn(page, stack.accounts.admin);
  await expectPagesWithoutViolations(page, [
    '/account/email',
    '/account/delete',
    '/account/security',
    '/keep-account',
    '/admin/users/new',
    '/admin/mail',
  ]);
});

test('what opens over a page', async ({ page, signIn, stack }) => {
  const admin = await ApiCaller.signIn(stack, stack.accounts.admin);
  const resource = await admin.createResource({ title: 'To be deleted' });
  await signIn(page, stack.accounts.admin);
  await page.goto('/');

  await page.getByRole('button', { name: /Your account/ }).click();
  await expectNoViolations(page, 'user menu');
  await page.keyboard.press('Escape');

  await page.setViewportSize({ width: 390, height: 800 });
  await page.getByRole('button', { name: 'Open navigation' }).click();
  await expectNoViolations(page, 'drawer');

  await page.goto(`/resources/${resource.id}?confirm=delete-${resource.id}`);
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await expectNoViolations(page, 'question');

  await page.goto('/resources');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectNoViolations(page, 'shortcuts');
});

test('forms with problems, a conflict, and a toast', async ({ page, signIn, stack }) => {
  const admin = await ApiCaller.signIn(stack, stack.accounts.admin);
  const resource = await admin.createResource({ title: 'Contested', body: 'Before' });
  await signIn(page, stack.accounts.admin);

  await page.goto('/account/password');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible();
  await expectNoViolations(page, 'summary of problems');

  await page.goto(`/resources/${resource.id}/edit`);
  await page.getByLabel('Text').fill('Mine');
  await admin.changeResource(resource, { body: 'Theirs' });
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible();
  await expectNoViolations(page, 'conflict');

  await page.getByRole('button', { name: 'Save my version' }).click();
  const news = page.getByRole('region', { name: 'Notifications' });
  await expect(news).toContainText('Changes saved.');
  // Under the pointer it stays as long as it takes.
  await news.getByRole('listitem').hover();
  await expectNoViolations(page, 'toast');
});
