import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { ApiCaller, person } from './people';

test.use({ stackOptions: { people: 4 } });

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

test('the keyboard finds content, landmarks and the place one is at', async ({ page, signIn, stack }) => {
  await signIn(page, stack.accounts.admin);
  await page.goto('/resources');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await expect(page.getByRole('banner')).toHaveCount(1);
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await expect(navigation.getByRole('link', { name: 'Resources' })).toHaveAttribute('aria-current', 'page');
  await navigation.getByRole('link', { name: 'Users' }).click();
  await expect(heading(page, 'Users')).toBeFocused();
  await expect(navigation.getByRole('link', { name: 'Users' })).toHaveAttribute('aria-current', 'page');
  await expect(navigation.getByRole('link', { name: 'Resources' })).not.toHaveAttribute('aria-current');
  await page.getByRole('link', { name: 'Person 01', exact: true }).click();
  await expect(navigation.getByRole('link', { name: 'Users' })).toHaveAttribute('aria-current', 'true');
});

test('the user menu opens, closes and gives focus back', async ({ page, signIn }) => {
  await signIn(page, person(2));
  await page.goto('/');
  const button = page.getByRole('button', { name: 'Your account: Person 02' });
  await button.focus();
  await page.keyboard.press('Enter');
  const menu = page.getByRole('group', { name: 'Your account' });
  await expect(menu).toContainText(person(2).email);
  await page.keyboard.press('Tab');
  await expect(menu.getByRole('link', { name: 'Profile' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(button).toBeFocused();
  await button.click();
  await menu.getByRole('link', { name: 'Sessions' }).click();
  await expect(heading(page, 'Sessions')).toBeFocused();
  await expect(menu).toBeHidden();
});

test('the theme is chosen, kept, and there before the first paint', async ({ page, signIn }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await signIn(page, person(2));
  await page.goto('/');
  await page.getByRole('button', { name: /Your account/ }).click();
  await page.getByRole('radio', { name: 'Dark' }).check({ force: true });
  const scheme = () => page.evaluate(() => document.documentElement.dataset.mantineColorScheme);
  await expect.poll(scheme).toBe('dark');
  await page.addInitScript(() => {
    // The scheme at the moment when the body begins, which is before anything can be painted.
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      document.documentElement.dataset.schemeAtBody = document.documentElement.dataset.mantineColorScheme;
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  expect(await page.evaluate(() => document.documentElement.dataset.schemeAtBody)).toBe('dark');
  await page.getByRole('button', { name: /Your account/ }).click();
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await page.getByRole('radio', { name: 'System' }).check({ force: true });
  await expect.poll(scheme).toBe('light');
});

test('on a phone the navigation is a drawer', async ({ page, signIn }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, person(2));
  await page.goto('/');
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await expect(navigation).toBeHidden();
  await page.getByRole('button', { name: 'Open navigation' }).click();
  await expect(navigation).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(navigation).toBeHidden();
  await expect(page.getByRole('button', { name: 'Open navigation' })).toBeFocused();
  await page.getByRole('button', { name: 'Open navigation' }).click();
  await navigation.getByRole('link', { name: 'Profile' }).click();
  await expect(heading(page, 'Profile')).toBeFocused();
  await expect(navigation).toBeHidden();
});

test.describe('keyboard shortcuts', () => {
  test('lead to places, open their list, and stay out of the way of typing', async ({ page, signIn, stack }) => {
    await signIn(page, stack.accounts.admin);
    await page.goto('/');
    await heading(page, 'Resources').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('u');
    await expect(heading(page, 'Users')).toBeFocused();
    await page.keyboard.press('/');
    const search = page.getByRole('searchbox');
    await expect(search).toBeFocused();
    await page.keyboard.type('gr?n');
    await expect(search).toHaveValue('gr?n');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await heading(page, 'Users').focus();
    await page.keyboard.press('?');
    const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(list).toContainText('Go to Users');
    await page.keyboard.press('Escape');
    await expect(list).toBeHidden();
    await page.goto('/resources');
    await page.keyboard.press('n');
    await expect(heading(page, 'New resource')).toBeFocused();
  });

  test('can be turned off and on again', async ({ page, signIn }) => {
    await signIn(page, person(2));
    await page.goto('/');
    await page.keyboard.press('?');
    await page.getByLabel('Use keyboard shortcuts').uncheck();
    await page.keyboard.press('Escape');
    await page.reload();
    await page.keyboard.press('?');
    await page.keyboard.press('/');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByRole('searchbox')).not.toBeFocused();
    await page.getByRole('button', { name: /Your account/ }).click();
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await page.getByLabel('Use keyboard shortcuts').check();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox')).toBeFocused();
  });
});

test('signing out in one tab takes the other tab along', async ({ page, context, signIn }) => {
  await signIn(page, person(2));
  await page.goto('/');
  const second = await context.newPage();
  await second.goto('/account/profile');
  await expect(heading(second, 'Profile')).toBeVisible();
  await page.getByRole('button', { name: /Your account/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in\?reason=signed-out$/);
  await expect(second).toHaveURL(/\/sign-in\?.*next=%2Faccount%2Fprofile/);
});

test('the tab that signs out waits for its own answer, however late, and does not follow itself', async ({
  page,
  signIn,
  stack,
}) => {
  await signIn(page, person(2));
  await page.goto('/');
  const documents: string[] = [];
  page.on('request', (request) => {
    if (request.isNavigationRequest()) documents.push(new URL(request.url()).pathname);
  });
  // Longer than another tab waits before it follows.
  stack.relay.treat = ({ path }) => (path === '/v1/auth/logout' ? 2_000 : 'pass');
  await page.getByRole('button', { name: /Your account/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in\?reason=signed-out$/);
  expect(documents).not.toContain('/session-ended');
});

test('a drawer full of drafts is emptied at sign-out', async ({ page, signIn }) => {
  await signIn(page, person(2));
  await page.goto('/resources/new');
  await page.getByLabel('Title').fill('Nobody else’s business');
  const drafts = () => page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.includes('draft')).length);
  await expect.poll(drafts).toBe(1);
  await page.getByRole('button', { name: /Your account/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  expect(await drafts()).toBe(0);
});

test('a page of an older release says that there is a newer one, and keeps what was typed', async ({
  page,
  signIn,
  expectedConsole,
}) => {
  expectedConsole.push(/40[49]/);
  await signIn(page, person(2));
  await page.goto('/resources/new');
  await page.getByLabel('Title').fill('Typed before the release');
  await page.route('**/resources/new', (route) =>
    route.request().method() === 'POST'
      ? route.continue({ headers: { ...route.request().headers(), 'next-action': 'f'.repeat(42) } })
      : route.continue(),
  );
  await page.getByRole('button', { name: 'Create resource' }).click();
  await expect(page.getByText('A newer version is ready')).toBeVisible();
  await page.unroute('**/resources/new');
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(page.getByLabel('Title')).toHaveValue('Typed before the release');
});

test('buttons and links are big enough to touch', async ({ page, signIn, stack }) => {
  await (await ApiCaller.signIn(stack, person(2))).createResource({ title: 'Something to touch' });
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, person(2));
  await page.goto('/');
  for (const path of ['/resources', '/resources/new', '/account/profile', '/account/password', '/account/sessions']) {
    await page.goto(path);
    const small = await page.evaluate(() =>
      [
        ...document.querySelectorAll<HTMLElement>(
          'main button, header button, header a, main a, main input, main select',
        ),
      ]
        .filter(
          (element) =>
            element.checkVisibility() && !element.closest('p, dd') && element.getBoundingClientRect().width > 1,
        )
        .filter((element) => {
          const { width, height } = (element.closest('label') ?? element).getBoundingClientRect();
          return width < 24 || height < 24;
        })
        .map((element) => element.outerHTML.slice(0, 120)),
    );
    expect(small, path).toEqual([]);
  }
});
