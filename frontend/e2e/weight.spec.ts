import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { recoveryMailFor } from './mails';
import { ApiCaller } from './people';

/** The most that the scripts of a page may weigh, in KiB gzip, when nothing is in the browser's cache. Bare Next is 135. */
const SCRIPTS: Record<string, number> = {
  '/sign-in': 175,
  '/sign-up': 175,
  '/check-your-email': 175,
  '/forgot-password': 175,
  '/verify-email': 175,
  '/reset-password': 175,
  '/accept-invitation': 175,
  '/confirm-email': 175,
  '/undo-email': 175,
  '/keep-account': 175,
  '/dev/mailbox': 175,
  '/dev/mailbox/[id]': 175,
  '/account/delete': 195,
  '/account/email': 195,
  '/account/security': 195,
  '/account/sign-in-methods': 195,
  '/admin/mail': 215,
  '/admin/users/new': 215,
  '/sign-out': 195,
  '/account/password': 195,
  '/account/profile': 195,
  '/account/sessions': 195,
  '/account/api-keys': 195,
  '/account/api-keys/new': 215,
  '/confirm-password': 195,
  '/admin': 215,
  '/admin/audit': 215,
  '/admin/access': 215,
  '/admin/roles': 215,
  '/admin/roles/[key]': 215,
  '/admin/roles/new': 215,
  '/admin/users': 215,
  '/admin/users/[id]': 215,
  '/admin/users/[id]/history': 215,
  '/admin/users/[id]/permissions': 215,
  '/admin/users/[id]/api-keys': 215,
  '/admin/users/[id]/sessions': 215,
  '/resources': 215,
  '/resources/[id]': 215,
  '/resources/[id]/edit': 215,
  '/resources/new': 215,
};
const STYLES = 20;
/** Below this, something was not counted. */
const PLAUSIBLE = { script: 100, stylesheet: 3 };

type Kind = keyof typeof PLAUSIBLE;

/** Opens a page as if for the first time and weighs what the browser fetches for it, in KiB gzip. */
async function weigh(page: Page, path: string): Promise<Record<Kind, number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  const parts: Array<Promise<{ kind: string; size: number }>> = [];
  page.on('response', (response) => {
    const kind = response.request().resourceType();
    if (kind in PLAUSIBLE) parts.push(response.body().then((body) => ({ kind, size: gzipSync(body).length / 1024 })));
  });
  const answer = await page.goto(path, { waitUntil: 'networkidle' });
  expect(answer?.status(), path).toBe(200);
  expect(new URL(page.url()).pathname).toBe(path);
  const all = await Promise.all(parts);
  const sum = (wanted: Kind) => all.reduce((total, { kind, size }) => total + (kind === wanted ? size : 0), 0);
  return { script: sum('script'), stylesheet: sum('stylesheet') };
}

test('every page has its limit', () => {
  const manifest = readFileSync(join(__dirname, '..', '.next', 'app-path-routes-manifest.json'), 'utf8');
  const routes = Object.entries(JSON.parse(manifest) as Record<string, string>).flatMap(([file, route]) =>
    file.endsWith('/page') ? [route] : [],
  );
  // The first only leads on; Next's own stand for problems.
  const pages = routes.filter((route) => route !== '/' && !route.startsWith('/_'));
  expect(pages.toSorted()).toEqual(Object.keys(SCRIPTS).toSorted());
});

test('no page weighs more than it may', async ({ page, signIn, stack }) => {
  test.setTimeout(180_000);
  const admin = await ApiCaller.signIn(stack, stack.accounts.admin);
  const resource = await admin.createResource({ title: 'Weighed' });
  const mail = await recoveryMailFor(stack, stack.accounts.user.email);
  const measured: Record<string, Record<Kind, number>> = {};
  const measure = async (route: string) => {
    const tab = await page.context().newPage();
    const path = route
      .replace('[id]', route.startsWith('/admin') ? admin.userId : route.startsWith('/dev') ? mail.id : resource.id)
      .replace('[key]', 'USER');
    measured[route] = await weigh(tab, path);
    await tab.close();
  };
  await measure('/sign-in');
  await signIn(page, stack.accounts.admin);
  // A few side by side: forty renderers at once keep each other waiting.
  const left = Object.keys(SCRIPTS).filter((route) => !(route in measured));
  const lanes = Array.from({ length: 4 }, async () => {
    for (let route = left.pop(); route !== undefined; route = left.pop()) await measure(route);
  });
  await Promise.all(lanes);
  for (const [route, limit] of Object.entries(SCRIPTS)) {
    const { script = 0, stylesheet = 0 } = measured[route] ?? {};
    expect.soft(script, `scripts of ${route}`).toBeLessThan(limit);
    expect.soft(script, `scripts of ${route}`).toBeGreaterThan(PLAUSIBLE.script);
    expect.soft(stylesheet, `styles of ${route}`).toBeLessThan(STYLES);
    expect.soft(stylesheet, `styles of ${route}`).toBeGreaterThan(PLAUSIBLE.stylesheet);
  }
});
