import { expect, test as base, type Page } from '@playwright/test';

import { findBrowser } from './browser';
import { startStack, type Account, type Stack, type StackOptions } from './stack';

interface TestFixtures {
  /** Signs in by the form, as a person does. */
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

  signIn: async ({}, use) => {
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

test.beforeEach(({ stack }) => stack.relay.reset());

export { expect };
