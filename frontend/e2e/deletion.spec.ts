import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { linkIn, mailTo } from './mails';
import { person } from './people';

test.use({ stackOptions: { people: 8 } });

const submit = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const banner = (page: Page) => page.getByText('Your account is about to be deleted', { exact: true });

async function enter(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await submit(page, 'Sign in');
  await expect(page).toHaveURL(/\/resources$/);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled });

    test('somebody deletes their account, keeps it after all, deletes it again and keeps it by mail', async ({
      page,
      stack,
      signIn,
      expectedConsole,
    }) => {
      expectedConsole.push(/401|422/);
      const somebody = person(javaScriptEnabled ? 2 : 3);
      await signIn(page, somebody);
      await page.goto('/account/profile');
      await page.getByRole('link', { name: 'Delete my account' }).click();
      await expect(page).toHaveURL(/\/account\/delete$/);
      const button = page.getByRole('button', { name: 'Delete my account' });
      if (javaScriptEnabled) await expect(button).toBeDisabled();
      await page.getByLabel('Type your e-mail address').fill('somebody.else@example.org');
      await page.getByLabel('Current password').fill(somebody.password);
      if (javaScriptEnabled) await expect(button).toBeDisabled();
      else {
        await button.click();
        await expect(page.getByLabel('Type your e-mail address')).toHaveAccessibleDescription(/Nothing was deleted/);
      }
      await page.getByLabel('Type your e-mail address').fill(somebody.email);
      await page.getByLabel('Current password').fill('not the password');
      await button.click();
      await expect(page.getByLabel('Current password')).toHaveAccessibleDescription(/not your current password/);
      await page.getByLabel('Type your e-mail address').fill(somebody.email);
      await page.getByLabel('Current password').fill(somebody.password);
      await button.click();
      await expect(page).toHaveURL(/\/sign-in\?reason=deleted$/);
      await expect(page.getByText('Your account is about to be deleted')).toBeVisible();

      await enter(page, somebody);
      await expect(banner(page)).toBeVisible();
      await page.goto('/account/sessions');
      await expect(banner(page)).toBeVisible();
      await submit(page, 'Keep my account');
      await expect(page).toHaveURL(/\/account\/profile/);
      await expect(banner(page)).toBeHidden();

      await page.goto('/account/delete');
      await page.getByLabel('Type your e-mail address').fill(somebody.email);
      await page.getByLabel('Current password').fill(somebody.password);
      await button.click();
      await expect(page).toHaveURL(/\/sign-in\?reason=deleted$/);
      const link = linkIn(await mailTo(stack.mailFolder, somebody.email, 'deleted'));
      await page.goto(link);
      await expect(page).toHaveURL(/\/keep-account$/);
      await submit(page, 'Keep my account');
      await expect(page).toHaveURL(/\/sign-in\?reason=kept$/);
      await expect(page.getByText('Your account stays.')).toBeVisible();
      await enter(page, somebody);
      await expect(banner(page)).toBeHidden();
      await page.goto(link);
      await expect(page.getByRole('heading', { level: 1, name: 'This link was used already' })).toBeVisible();
    });

    test('an administrator deletes somebody and restores them', async ({ page, stack, signIn, browser }) => {
      const somebody = person(javaScriptEnabled ? 4 : 6);
      const theirs = await (await browser.newContext()).newPage();
      await signIn(theirs, somebody);
      await signIn(page, stack.accounts.admin);
      await page.goto(`/admin/users?search=${encodeURIComponent(somebody.email)}`);
      await page
        .getByRole('row', { name: new RegExp(somebody.email) })
        .getByRole('link')
        .first()
        .click();
      await page.getByRole('button', { name: /^Delete / }).click();
      const dialog = page.getByRole('alertdialog');
      await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
      await dialog.getByRole('button', { name: /^Delete / }).click();
      await expect(page.getByText('This account is about to be deleted')).toBeVisible();
      await expect(page.getByRole('main').getByText('Disabled', { exact: true }).first()).toBeVisible();
      await theirs.goto('/resources');
      await expect(theirs).toHaveURL(/\/sign-in\?reason=deleted/);

      await page.getByRole('button', { name: /^Restore / }).click();
      await page
        .getByRole('alertdialog')
        .getByRole('button', { name: /^Restore / })
        .click();
      await expect(page.getByText('This account is about to be deleted')).toBeHidden();
      await enter(theirs, somebody);
      await theirs.context().close();
    });
  });
}
