import { expect, test as base, type Page } from '@playwright/test';

import { findBrowser } from './browser';
import { startStack, type Account, type Stack, type StackOptions } from './stack';

interface TestFixtures {
  /** Signs in by the form, as a person does, and is at the first page then. */
  signInByForm: (page: Page, account: Account) => Promise<void>;
  /** Gives the page a session of its own by NextAuth's door, without the time that a form takes. Opens nothing. */
  signIn: (page: Page, account: Account) => Promise<void>;
  /** Messages in the browser's console that this test means to cause. */
  expectedConsole: RegExp[];
  /** Fails the test when a page broke the content security policy, threw, or wrote an error to the console. */
  quietConsole: void;
}

interface WorkerFixtures {
  stackOptions: Partial<StackOptions>;
  stack: Stack;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  stackOptions: [{}, { scope: 'worker', option: true }],

  stack: [
    async ({ stackOptions }, use) => {
      const stack = await startStack({ webInstances: 1, env: {}, ...stackOptions });
      await use(stack);
      await stack.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],

  launchOptions: [
    async ({}, use) => {
      await use(await findBrowser());
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ stack }, use) => {
    await use(stack.url);
  },

  signIn: async ({ stack }, use) => {
    await use(async (page, { email, password }) => {
      const context = page.context();
      const answer = await context.request.get(`${stack.url}/api/auth/csrf`);
      const { csrfToken } = (await answer.json()) as { csrfToken: string };
      const posted = await context.request.post(`${stack.url}/api/auth/callback/credentials`, {
        form: { csrfToken, email, password },
        headers: { origin: stack.url },
        maxRedirects: 0,
      });
      expect(posted.status()).toBe(302);
      // The form leaves the session alone in the browser.
      await context.clearCookies({ name: /csrf|callback|device/ });
      expect((await context.cookies()).map(({ name }) => name)).toEqual(['latchkey.session']);
    });
  },

  signInByForm: async ({}, use) => {
    await use(async (page, { email, password }) => {
      await page.goto('/sign-in');
      await page.getByLabel('E-mail').fill(email);
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page).not.toHaveURL(/\/sign-in/);
      await expect(page.getByRole('button', { name: /^Your account/ })).toBeVisible();
    });
  },

  expectedConsole: async ({}, use) => {
    await use([]);
  },

  quietConsole: [
    async ({ context, expectedConsole }, use) => {
      const heard: string[] = [];
      context.on('console', (message) => {
        if (message.type() === 'error') heard.push(message.text());
      });
      context.on('weberror', (error) => heard.push(error.error().message));
      await use();
      const unexpected = heard.filter((text) => !expectedConsole.some((expected) => expected.test(text)));
      expect(unexpected, 'errors in the console').toEqual([]);
    },
    { auto: true },
  ],
});

test.beforeEach(({ stack }) => stack.relays.forEach((relay) => relay.reset()));

export { expect };
