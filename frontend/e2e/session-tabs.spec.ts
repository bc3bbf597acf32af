import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { successorsIn } from './relay';

/** `TABS_SECONDS=90 npm test -- journeys session-tabs` keeps them open for longer. */
const SECONDS = Number(process.env.TABS_SECONDS ?? 20);
const TTL_SECONDS = 3;
/** A token is renewed when a fifth of its lifetime is left, and the last second of it does not count. */
const WINDOW_SECONDS = (TTL_SECONDS * 4) / 5 - 1;

/** Of all steps at most. Only a busy machine has any. */
const DETOURS = 0.1;

test.use({
  stackOptions: {
    webInstances: 2,
    apiInstances: 2,
    env: { ACCESS_TOKEN_TTL_SECONDS: String(TTL_SECONDS) },
  },
});

test(`three tabs at work over two web instances for ${SECONDS} s: nobody is signed out, and one rotation a window`, async ({
  context,
  page,
  signIn,
  stack,
}) => {
  test.setTimeout((SECONDS + 60) * 1000);
  const tabs = [page, await context.newPage(), await context.newPage()];
  const seen: Seen = { wrong: [], detours: 0 };
  const { wrong } = seen;
  for (const tab of tabs) watch(tab, seen);
  await signIn(page, stack.accounts.user);
  for (const relay of stack.relays) relay.reset();
  const startedAt = performance.now();
  const secondsSoFar = () => (performance.now() - startedAt) / 1000;
  const steps = await Promise.all(
    tabs.map(async (tab, number) => {
      await tab.goto('/account/profile');
      let count = 0;
      // Each at another step, so that they do different things at the same time.
      for (; secondsSoFar() < SECONDS && wrong.length === 0; count += 1) {
        const step = STEPS[(count + 2 * number) % STEPS.length]!;
        const { detours } = seen;
        await step(tab).catch(async (error: unknown) => {
          // What a tab was led to tells more than what it then waited for in vain.
          if (wrong.length === 0 && seen.detours === detours) throw error;
          await tab.goto('/account/profile');
        });
      }
      return count;
    }),
  );
  const elapsed = secondsSoFar();
  expect(wrong).toEqual([]);
  for (const count of steps) expect(count).toBeGreaterThanOrEqual(2);
  const stepsOfAll = steps.reduce((sum, count) => sum + count, 0);
  expect(seen.detours).toBeLessThanOrEqual(Math.ceil(stepsOfAll * DETOURS));

  for (const { calls } of stack.relays) expect(successorsIn(calls).size).toBeGreaterThan(1);
  const generations = generationsIn(successorsIn(stack.relays.flatMap(({ calls }) => calls)));
  // A generation that were there twice would be a sibling, one that is missing a rotation of which nobody was told.
  expect(generations).toEqual(generations.map((_, index) => index + 2));
  expect(generations.length).toBeLessThanOrEqual(Math.ceil(elapsed / WINDOW_SECONDS));
  expect(generations.length).toBeGreaterThanOrEqual(Math.floor(elapsed / (2 * TTL_SECONDS)));
  test.info().annotations.push({
    type: 'tabs',
    description: `${steps.join(' + ')} steps, ${generations.length} rotations, ${seen.detours} detours in ${elapsed.toFixed(1)} s`,
  });
});

/** What people do in a tab, each ending with a page that only somebody who is signed in can see. */
const STEPS: readonly ((tab: Page) => Promise<void>)[] = [
  async (tab) => {
    await tab.goto('/resources');
    await expect(heading(tab, 'Resources')).toBeVisible();
  },
  async (tab) => {
    await tab.getByRole('link', { name: 'Profile' }).first().click();
    await expect(heading(tab, 'Profile')).toBeVisible();
  },
  async (tab) => {
    await tab.getByRole('textbox', { name: 'Name' }).fill('Dana Demo');
    await tab.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(tab.getByRole('region', { name: 'Notifications' })).toContainText('Your profile is saved.');
  },
  async (tab) => {
    const session = () => fetch('/api/auth/session').then((answer) => answer.json() as Promise<object>);
    expect(await tab.evaluate(session)).toMatchObject({ user: { name: 'Dana Demo' } });
    expect(await tab.evaluate(session)).not.toHaveProperty('error');
  },
  async (tab) => {
    await tab.reload();
    await expect(heading(tab, 'Profile')).toBeVisible();
  },
];

function heading(tab: Page, name: string) {
  return tab.getByRole('heading', { level: 1, name });
}

interface Seen {
  /** Answers that are an error, or that lead to sign-in. */
  wrong: string[];
  /**
   * How often a page was led to `/session-ended`, which renewed and led back: on a machine so busy that a pass takes longer than
   * the 0.6 s that a token has left at least, what it asks last is refused. Nobody is signed out by that.
   */
  detours: number;
}

function watch(tab: Page, seen: Seen): void {
  tab.on('response', (response) => {
    const { pathname } = new URL(response.url());
    // The router asks first, and then goes there; that is one.
    if (pathname === '/session-ended' && response.status() === 307) seen.detours += 1;
    if (response.status() >= 400 || pathname === '/sign-in') {
      seen.wrong.push(`${response.status()} ${response.request().method()} ${response.url()}`);
    }
  });
}

/** Numbers of refresh tokens, smallest first: `lkr_` + base64url(16 bytes session, 4 bytes generation, MAC). */
function generationsIn(refreshTokens: ReadonlySet<string>): number[] {
  const numbers = [...refreshTokens].map((token) => Buffer.from(token.slice(4), 'base64url').readUInt32BE(16));
  return numbers.toSorted((a, b) => a - b);
}
