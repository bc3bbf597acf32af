import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { linkIn, mailTo } from './mails';
import { person } from './people';
import type { Stack } from './stack';

test.use({ stackOptions: { people: 12 } });

const PASSWORD = 'four random words, no more';
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const submit = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

async function signUp(page: Page, email: string, name = 'Grace Hopper'): Promise<void> {
  await page.goto('/sign-up');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await submit(page, 'Create account');
  await expect(heading(page, 'Check your e-mail')).toBeVisible();
}

async function enter(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await submit(page, 'Sign in');
}

const linkFor = async (stack: Stack, email: string, subject: string) =>
  linkIn(await mailTo(stack.mailFolder, email, subject));

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with scripts' : 'without scripts';
  test.describe(how, () => {
    test.use({ javaScriptEnabled });
    const address = (name: string) => `${name}-${javaScriptEnabled ? 'js' : 'plain'}@example.org`;

    test('somebody signs up, confirms the address and signs in', async ({ page, stack }) => {
      await page.goto('/sign-in');
      await page.getByRole('link', { name: 'Create one' }).click();
      await expect(page).toHaveURL(/\/sign-up$/);
      const email = address('new');
      await signUp(page, email);
      await expect(page.getByText(`We sent a link to ${email}.`)).toBeVisible();
      const link = await linkFor(stack, email, 'Confirm your e-mail address');
      await page.goto(link);
      await expect(page).toHaveURL(/\/verify-email$/);
      await submit(page, 'Confirm the address');
      await expect(page).toHaveURL(/\/sign-in\?reason=verified$/);
      await expect(page.getByText('Your e-mail address is confirmed.')).toBeVisible();
      await enter(page, email, PASSWORD);
      await expect(page).toHaveURL(/\/resources$/);

      await page.goto(link);
      await expect(heading(page, 'This link was used already')).toBeVisible();
      await page.getByRole('link', { name: 'Send another link' }).click();
      await expect(heading(page, 'Check your e-mail')).toBeVisible();
      await page.getByLabel('E-mail').fill(email);
      await submit(page, 'Send the mail');
      await expect(page.getByText('If this address waits to be confirmed')).toBeVisible();
    });

    test('a forgotten password is set anew, and the link is of no use afterwards', async ({
      page,
      stack,
      expectedConsole,
    }) => {
      expectedConsole.push(/40\d|422/);
      const somebody = person(javaScriptEnabled ? 2 : 3);
      await page.goto('/sign-in');
      await page.getByRole('link', { name: 'Forgot password?' }).click();
      await expect(heading(page, 'Forgot your password?')).toBeVisible();
      await page.getByLabel('E-mail').fill(somebody.email);
      await submit(page, 'Send the link');
      await expect(
        page.getByText('If that address has an account, we sent a link. It works for 30 minutes.'),
      ).toBeVisible();
      const link = await linkFor(stack, somebody.email, 'Set a new password');
      await page.goto(link);
      await page.getByLabel('New password').fill('too short');
      await submit(page, 'Set the password');
      await expect(page.getByLabel('New password')).toHaveAccessibleDescription(/at least 15 characters/i);
      await page.getByLabel('New password').fill(PASSWORD);
      await submit(page, 'Set the password');
      await expect(page).toHaveURL(/\/sign-in\?reason=password-changed$/);
      await enter(page, somebody.email, PASSWORD);
      await expect(page).toHaveURL(/\/resources$/);
      await page.goto(link);
      await expect(heading(page, 'This link was used already')).toBeVisible();
      await expect(page.getByRole('link', { name: 'Ask for another link' })).toHaveAttribute(
        'href',
        '/forgot-password',
      );
    });

    test('an address is changed, confirmed at the new one, and taken back from the old one', async ({
      page,
      stack,
      signIn,
    }) => {
      const somebody = person(javaScriptEnabled ? 4 : 6);
      const moved = address('moved');
      await signIn(page, somebody);
      await page.goto('/account/email');
      await page.getByLabel('New address').fill(moved);
      await page.getByLabel('Current password').fill('not the password');
      await submit(page, 'Send the link');
      await expect(page.getByLabel('Current password')).toHaveAccessibleDescription(/not your current password/);
      await expect(page.getByLabel('New address')).toHaveValue(moved);
      await page.getByLabel('Current password').fill(somebody.password);
      await submit(page, 'Send the link');
      await expect(page.getByText('We sent a link to the new address')).toBeVisible();
      await page.goto(await linkFor(stack, moved, 'Confirm your new e-mail address'));
      await expect(page.getByText(moved)).toBeVisible();
      await submit(page, 'Confirm the new address');
      await expect(heading(page, 'Your address is changed')).toBeVisible();

      await page.goto(await linkFor(stack, somebody.email, 'Your e-mail address was changed'));
      await submit(page, 'Take it back');
      await expect(page).toHaveURL(/\/sign-in\?reason=email-undone$/);
      await page.goto(await linkFor(stack, somebody.email, 'Set a new password'));
      await page.getByLabel('New password').fill(PASSWORD);
      await submit(page, 'Set the password');
      await enter(page, somebody.email, PASSWORD);
      await expect(page).toHaveURL(/\/resources$/);
    });
  });
}

test('a link that has expired says so, and what to do', async ({ page, stack }) => {
  await signUp(page, 'slow@example.org');
  const link = await linkFor(stack, 'slow@example.org', 'Confirm your e-mail address');
  stack.advanceClock(25 * 3_600_000);
  await page.goto(link);
  await expect(heading(page, 'This link has expired')).toBeVisible();
  await page.goto(link.replace(/.{4}$/, 'AAAA'));
  await expect(heading(page, 'This link does not work')).toBeVisible();
  await page.getByRole('link', { name: 'Send another link' }).click();
  await expect(heading(page, 'Check your e-mail')).toBeVisible();
  await page.getByLabel('E-mail').fill('slow@example.org');
  await submit(page, 'Send the mail');
  await expect(page.getByRole('button', { name: /Send the mail again in \d+ seconds/ })).toBeDisabled();
});

test('to open a link changes nothing, and leaves no token in an address or a readable cookie', async ({
  page,
  stack,
  context,
}) => {
  await signUp(page, 'careful@example.org');
  const link = await linkFor(stack, 'careful@example.org', 'Confirm your e-mail address');
  const answer = await fetch(link, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location'), answer.headers.get('referrer-policy')]).toEqual([
    303,
    '/verify-email',
    'no-referrer',
  ]);
  expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly/i);
  await page.goto(link);
  await page.goto(link);
  await expect(heading(page, 'Confirm your address')).toBeVisible();
  const token = new URL(link).searchParams.get('token') ?? '';
  expect(await page.evaluate(() => document.cookie)).not.toContain('latchkey');
  expect(await page.content()).not.toContain(token);
  expect(stack.output()).not.toContain(token);
  await submit(page, 'Confirm the address');
  await expect(page).toHaveURL(/reason=verified/);
  expect((await context.cookies()).filter(({ name }) => name.includes('link'))).toEqual([]);
});

test('an administrator invites somebody, who chooses a password; and sees what became of the mail', async ({
  page,
  signIn,
  stack,
  browser,
}) => {
  await signIn(page, stack.accounts.admin);
  await page.goto('/admin/users');
  await page.getByRole('link', { name: 'Invite somebody' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Katherine Johnson');
  await page.getByLabel('E-mail').fill(person(2).email);
  await submit(page, 'Send the invitation');
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Somebody has this e-mail address already.');
  await page.getByLabel('E-mail').fill('katherine@example.org');
  await submit(page, 'Send the invitation');
  await expect(heading(page, 'Katherine Johnson')).toBeVisible();
  const first = await linkFor(stack, 'katherine@example.org', 'You are invited');
  await submit(page, 'Send the invitation again');
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText('on its way again');
  await page.goto('/admin/mail');
  const mails = page.getByRole('table', { name: 'Mails, newest first' });
  await expect(async () => {
    await page.reload();
    await expect(mails.getByRole('row').filter({ hasText: 'katherine@example.org' }).first()).toContainText('Sent', {
      timeout: 500,
    });
  }).toPass();

  const guest = await (await browser.newContext()).newPage();
  await guest.goto(first);
  await expect(heading(guest, 'This link was used already')).toBeVisible();
  await guest.goto(await linkFor(stack, 'katherine@example.org', 'You are invited'));
  await expect(heading(guest, 'Welcome, Katherine Johnson')).toBeVisible();
  await guest.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await submit(guest, 'Accept the invitation');
  await expect(guest).toHaveURL(/reason=invited$/);
  await enter(guest, 'katherine@example.org', PASSWORD);
  await expect(guest).toHaveURL(/\/resources$/);
  await guest.context().close();
});

test('the mailbox of a machine without a mail server shows what was kept', async ({ page, stack }) => {
  await signUp(page, 'mailbox@example.org');
  await linkFor(stack, 'mailbox@example.org', 'Confirm your e-mail address');
  await page.getByRole('link', { name: 'in the mailbox' }).click();
  await page.getByRole('listitem').filter({ hasText: 'mailbox@example.org' }).getByRole('link').click();
  await expect(page.getByText('To mailbox@example.org')).toBeVisible();
  await page.getByRole('link', { name: /\/link\/verify-email/ }).click();
  await expect(heading(page, 'Confirm your address')).toBeVisible();
});
