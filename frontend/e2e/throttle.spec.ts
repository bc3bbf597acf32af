import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { person } from './people';

test.use({ stackOptions: { people: 4 } });

async function tryPassword(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled });

    test('whoever guesses a password is made to wait; its owner, on a device that is known, is not', async ({
      page,
      browser,
      stack,
    }) => {
      const { email, password } = person(javaScriptEnabled ? 2 : 3);
      await tryPassword(page, email, password);
      await expect(page).toHaveURL(/\/resources$/);
      const device = (await page.context().cookies()).find(({ name }) => name === 'latchkey.device');
      expect(device).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
      expect(Buffer.from(device?.value.split('.')[0] ?? '', 'base64url').toString()).not.toContain('person');

      const stranger = await (await browser.newContext({ javaScriptEnabled })).newPage();
      // Until the pause is longer than anything here takes: 1 s after the fifth guess, 32 s after the tenth.
      for (let guesses = 1; guesses <= 10; guesses++) {
        await tryPassword(stranger, email, 'a guess');
        await expect(stranger.getByText('Wrong e-mail or password.')).toBeVisible();
        if (guesses >= 5 && guesses < 10) stack.advanceClock(1_000 * 2 ** (guesses - 5));
      }
      await tryPassword(stranger, email, password);
      await expect(stranger.getByText(/Too many attempts. Try again in \d+ seconds?\./)).toBeVisible();
      await expect(stranger.getByLabel('E-mail')).toHaveValue(email);
      await expect(stranger.getByLabel('Password', { exact: true })).toHaveValue('');
      await stranger.context().close();

      await page.context().clearCookies({ name: 'latchkey.session' });
      await tryPassword(page, email, password);
      await expect(page).toHaveURL(/\/resources$/);
    });
  });
}
