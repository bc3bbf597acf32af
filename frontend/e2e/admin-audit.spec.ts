import { readFile } from 'node:fs/promises';

import type { Download, Locator, Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { ApiCaller, person } from './people';
import { Visitor } from './visitor';

test.use({ stackOptions: { people: 25 } });

const events = (page: Page) => page.getByRole('table', { name: 'Events, newest first' });
/** The row of the newest event of a kind, and the one below it that opens. */
const event = (page: Page, action: string) =>
  events(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: action, exact: true }) })
    .first();
const below = (row: Locator) => row.locator('xpath=following-sibling::tr[1]');

async function failToSignIn(apiUrl: string, email: string): Promise<void> {
  const answer = await fetch(new URL('/v1/auth/login', apiUrl), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password: 'certainly wrong' }),
  });
  expect(answer.status).toBe(401);
}

async function textOf(download: Download): Promise<string> {
  return readFile(await download.path(), 'utf8');
}

async function downloadBy(page: Page, link: string): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: link }).click()]);
  return download;
}

test.describe('the audit log', () => {
  test('tells of a failed sign-in', async ({ page, signIn, stack }) => {
    await failToSignIn(stack.apiUrl, person(2).email);
    await failToSignIn(stack.apiUrl, 'nobody@example.com');
    await signIn(page, stack.accounts.admin);
    await page.goto('/admin/audit?action=session.start&outcome=failure');
    await expect(page).toHaveTitle('Audit log · Latchkey');
    const rows = events(page).getByRole('rowheader', { name: 'Sign-in', exact: true });
    await expect(rows).toHaveCount(2);
    const known = events(page).getByRole('row').filter({ hasText: 'Person 02' }).first();
    await expect(known).toContainText('Failed');
    await expect(known).toContainText('Not known');
    await expect(known.getByRole('cell').first()).toContainText(/\d\d:\d\d:\d\d GMT/);
    // What was typed may be a password.
    await expect(page.getByRole('main')).not.toContainText('nobody@example.com');
    await known.getByRole('link', { name: 'Person 02' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Person 02' })).toBeVisible();
  });

  test('tells of a change with what was and what is', async ({ page, signIn, stack }) => {
    await signIn(page, stack.accounts.admin);
    await page.goto('/admin/users?search=person+03');
    await page.getByRole('link', { name: 'Person 03', exact: true }).click();
    await page.getByRole('button', { name: 'Disable Person 03' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disable Person 03' }).click();
    await expect(page.getByText('Person 03 is disabled')).toBeVisible();

    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Audit log' }).click();
    const row = event(page, 'Account disabled');
    await expect(row).toContainText('Person 03');
    await expect(row).toContainText('Done');
    const details = below(row);
    await expect(details.getByText('What changed')).toBeHidden();
    await details.getByText('Details').click();
    await expect(details.getByRole('definition').filter({ hasText: 'was' }).first()).toHaveText('was No');
    await expect(details.getByRole('definition').filter({ hasText: 'is now' }).first()).toHaveText('is now Yes');
    const json = JSON.parse(await details.getByRole('region', { name: /^As JSON/ }).innerText()) as object;
    expect(json).toMatchObject({ action: 'user.disable', before: { disabled: false }, after: { disabled: true } });

    await details.getByRole('link', { name: 'All about this target' }).click();
    await expect(page).toHaveURL(/\?subject=[\w-]+$/);
    await expect(events(page).getByRole('rowheader')).toHaveText(['Account disabled']);
  });

  test('filters and pages in the address, and keeps them', async ({ page, signIn, stack }) => {
    const caller = await ApiCaller.signIn(stack, person(4));
    await caller.createResources(Array.from({ length: 45 }, (_, index) => `Audited ${index}`));
    await signIn(page, stack.accounts.admin);
    await page.goto('/admin/audit');
    await page.getByLabel('Action').selectOption('Resource created');
    await expect(page).toHaveURL(/\?action=resource\.create$/);
    await page.getByLabel('Who (name, e-mail or id)').fill(caller.userId);
    await expect(page).toHaveURL(new RegExp(`actor=${caller.userId}`));
    await expect(events(page).getByRole('rowheader')).toHaveText(Array(20).fill('Resource created'));

    await page.getByRole('link', { name: 'Next' }).click();
    await expect(page.getByText('Page 2')).toBeVisible();
    await page.getByRole('link', { name: 'Next' }).click();
    await expect(page.getByText('Page 3')).toBeVisible();
    await expect(events(page).getByRole('rowheader')).toHaveCount(5);
    await page.reload();
    await expect(page.getByText('Page 3')).toBeVisible();
    await expect(page.getByLabel('Action')).toHaveValue('resource.create');
    await page.goBack();
    await expect(page.getByText('Page 2')).toBeVisible();
    await page.getByLabel('Result').selectOption('Refused');
    await expect(page.getByText('Nothing fits this filter')).toBeVisible();
    expect(new URL(page.url()).searchParams.has('cursor')).toBe(false);
    await page.getByRole('link', { name: 'Clear filters' }).click();
    await expect(page).toHaveURL(/\/admin\/audit$/);
    await expect(page.getByLabel('Who (name, e-mail or id)')).toHaveValue('');
  });

  test('finds whom one means by name or address', async ({ page, signIn, stack }) => {
    const caller = await ApiCaller.signIn(stack, person(18));
    await signIn(page, stack.accounts.admin);
    await page.goto('/admin/audit');
    const who = page.getByLabel('Who (name, e-mail or id)');
    await who.fill('person 1');
    const choices = page.getByRole('region', { name: 'Which of these people do you mean?' });
    await expect(choices.getByRole('link')).toHaveCount(8);
    await expect(choices).toContainText('person11@example.com');
    await who.fill('person 18');
    await expect(events(page).getByRole('rowheader')).toHaveText(['Sign-in']);
    await who.fill('nobody has this name');
    await expect(page.getByText('Nobody fits this search')).toBeVisible();

    await who.fill('per');
    await choices.getByRole('link', { name: 'Person 02' }).click();
    await expect(page).toHaveURL(/\?actor=[\w-]{36}$/);
    await expect(who).toHaveValue('person02@example.com');
    await page.goto(`/admin/audit?actor=${caller.userId}`);
    await expect(who).toHaveValue('person18@example.com');
  });

  test('knows days, and starts over where an address makes no sense', async ({ page, signIn, stack }) => {
    await signIn(page, stack.accounts.admin);
    await page.goto('/admin/audit');
    await page.getByLabel('Until (UTC)').fill('2020-01-01');
    await expect(page.getByText('Nothing fits this filter')).toBeVisible();
    await page.goto('/admin/audit?from=2026-02-31');
    await expect(page).toHaveURL(/\/admin\/audit$/);
    await page.goto('/admin/audit?cursor=made-up&action=no.such');
    await expect(events(page)).toBeVisible();
  });
});

test.describe('what is taken home', () => {
  test('is the log under the filter, on all pages', async ({ page, signIn, stack }) => {
    const caller = await ApiCaller.signIn(stack, person(6));
    await caller.createResources(Array.from({ length: 105 }, (_, index) => `Exported ${index}`));
    await signIn(page, stack.accounts.admin);
    await page.goto(`/admin/audit?action=resource.create&actor=${caller.userId}`);
    const csv = await downloadBy(page, 'Export as CSV');
    expect(csv.suggestedFilename()).toMatch(/^latchkey-audit-\d{4}-\d\d-\d\d\.csv$/);
    const lines = (await textOf(csv)).split('\r\n');
    expect(lines[0]).toBe('\uFEFFoccurredAt,action,outcome,actorId,actorName,actorRole,subjectKind,subjectId,subjectName,ip,userAgent,requestId,before,after,id'); // prettier-ignore
    expect(lines.filter((line) => line.includes(`,resource.create,success,${caller.userId},`))).toHaveLength(105);
    expect(lines).toHaveLength(107);

    const json = await downloadBy(page, 'Export as JSON');
    const items = JSON.parse(await textOf(json)) as Array<{ action: string; after: { title: string } }>;
    expect(items).toHaveLength(105);
    expect(items[0]).toMatchObject({ action: 'resource.create', after: { title: 'Exported 104' } });
  });

  test('is the list of people or resources under its filter, and runs in no spreadsheet', async ({
    page,
    signIn,
    stack,
  }) => {
    const admin = await ApiCaller.signIn(stack, stack.accounts.admin);
    const { userId } = await ApiCaller.signIn(stack, person(8));
    await admin.call('PATCH', `/v1/users/${userId}`, { name: '=HYPERLINK("https://evil.example","Zoë")' });
    await admin.createResource({ title: '@SUM(1,2)', body: 'two\nlines' });
    await signIn(page, stack.accounts.admin);

    await page.goto('/admin/users?search=person08');
    const people = await textOf(await downloadBy(page, 'Export as CSV'));
    expect(people.split('\r\n')).toHaveLength(3);
    expect(people).toContain(
      `${userId},"'=HYPERLINK(""https://evil.example"",""Zoë"")",person08@example.com,USER,active,`,
    );
    await page.goto('/admin/users?status=disabled&limit=100');
    const disabled = (await textOf(await downloadBy(page, 'Export as CSV'))).trimEnd().split('\r\n').slice(1);
    expect(disabled.length).toBeGreaterThanOrEqual(5);
    expect(disabled.every((line) => line.includes(',disabled,'))).toBe(true);

    await page.goto('/resources?search=sum(');
    const resources = await textOf(await downloadBy(page, 'Export as CSV'));
    expect(resources).toContain(`,"'@SUM(1,2)","two\nlines",private,${admin.userId},`);
    expect(resources.trimEnd().split('\r\n')).toHaveLength(2);
  });

  test('is never kept by anything in between, and never half a file that looks whole', async ({ stack }) => {
    const visitor = new Visitor(stack);
    await visitor.signIn(stack.accounts.admin);
    const { status, headers } = await visitor.request('/admin/users/export');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="latchkey-users-\d{4}-\d\d-\d\d\.csv"$/);

    const caller = await ApiCaller.signIn(stack, person(9));
    await caller.createResources(Array.from({ length: 101 }, (_, index) => `Broken off ${index}`));
    let pages = 0;
    stack.relay.treat = ({ path }) => (path === '/v1/resources' && ++pages > 1 ? 'refuse' : 'pass');
    await expect(visitor.request('/resources/export?search=broken')).rejects.toThrow();
    stack.relay.treat = ({ path }) => (path === '/v1/resources' ? 'refuse' : 'pass');
    expect((await visitor.request('/resources/export')).status).toBe(503);
  });
});

test.describe('the history of a person', () => {
  test('has what they did and what was done to them', async ({ page, signIn, stack }) => {
    const caller = await ApiCaller.signIn(stack, person(11));
    await caller.createResource({ title: 'Made by eleven' });
    const admin = await ApiCaller.signIn(stack, stack.accounts.admin);
    await admin.call('PATCH', `/v1/users/${caller.userId}`, { name: 'Person Eleven' });
    await signIn(page, stack.accounts.admin);
    await page.goto(`/admin/users/${caller.userId}`);
    await page
      .getByRole('navigation', { name: 'Pages about Person Eleven' })
      .getByRole('link', { name: 'History' })
      .click();
    const did = page.getByRole('table', { name: 'What Person Eleven did' });
    await expect(did.getByRole('rowheader')).toHaveText(['Resource created', 'Sign-in']);
    await page.getByRole('link', { name: 'What was done to Person Eleven' }).click();
    const suffered = page.getByRole('table', { name: 'What was done to Person Eleven' });
    await expect(suffered.getByRole('rowheader')).toHaveText(['Account changed', 'Sign-in']);
    await page.reload();
    await expect(suffered).toBeVisible();
    await page.getByRole('link', { name: 'Open in the audit log' }).click();
    await expect(page).toHaveURL(new RegExp(`/admin/audit\\?subject=${caller.userId}$`));
    await expect(events(page).getByRole('rowheader')).toHaveText(['Account changed', 'Sign-in']);
  });
});

test.describe('the overview', () => {
  test('has figures that lead to lists, and sign-ins as a chart and a table', async ({ page, signIn, stack }) => {
    await failToSignIn(stack.apiUrl, person(12).email);
    await signIn(page, stack.accounts.admin);
    await page.goto('/resources');
    await page.getByRole('heading', { level: 1, name: 'Resources' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeFocused();
    await expect(page).toHaveTitle('Overview · Latchkey');
    const figure = (name: string) => page.getByRole('list', { name: 'Figures' }).getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) }); // prettier-ignore
    await expect(figure('Users')).toContainText('27');

    const admin = await ApiCaller.signIn(stack, stack.accounts.admin);
    const signInsToday = async () => {
      const overview = await admin.call<{ signIns: Array<{ succeeded: number; failed: number }> }>(
        'GET',
        '/v1/overview',
      );
      const { succeeded = 0, failed = 0 } = overview.signIns.at(-1) ?? {};
      return [String(succeeded), String(failed)];
    };
    const today = page.getByRole('table', { name: 'Sign-ins by day' }).getByRole('row').nth(1);
    // The days are counted when events are sealed, a moment after the sign-in: what is read before may be less.
    await expect(async () => {
      const counted = await signInsToday();
      expect(Number(counted[1])).toBeGreaterThan(0);
      await page.reload();
      await expect(page.getByRole('img', { name: 'Sign-ins in the last 30 days' })).toBeVisible();
      await page.getByText('As a table').click();
      await expect(today.getByRole('cell')).toHaveText(counted, { timeout: 1_000 });
    }).toPass();
    await expect(page.getByRole('table', { name: 'Sign-ins by day' }).getByRole('row')).toHaveCount(31);
    await today.getByRole('link').click();
    await expect(page).toHaveURL(/\/admin\/audit\?action=session\.start&from=[\d-]+&to=[\d-]+$/);
    await page.goBack();
    await figure('Disabled').getByRole('link').click();
    await expect(page).toHaveURL(/\/admin\/users\?status=disabled$/);
  });

  test('shows refusals, and only the part that cannot be read is missing', async ({ page, signIn, stack }) => {
    const user = await ApiCaller.signIn(stack, person(13));
    await expect(user.call('GET', '/v1/users')).rejects.toThrow('403');
    await signIn(page, stack.accounts.admin);
    stack.relay.treat = ({ path }) => (path === '/v1/overview' ? 'refuse' : 'pass');
    const answer = await page.goto('/admin');
    expect(answer?.status()).toBe(200);
    await expect(page.getByText('This part could not be read')).toHaveCount(2);
    const refusals = page.getByRole('table', { name: 'Latest refusals' });
    await expect(refusals.getByRole('rowheader').first()).toHaveText('Attempt without permission');
    await expect(refusals).toContainText('Person 13');
    await expect(refusals).toContainText('GET /v1/users');
    stack.relay.reset();
    await page.getByRole('link', { name: 'Try again' }).first().click();
    await expect(page.getByText('This part could not be read')).toHaveCount(0);
  });
});

test('nobody without the permission gets at any of it', async ({ page, signIn, stack, expectedConsole }) => {
  expectedConsole.push(/403/);
  const { userId } = await ApiCaller.signIn(stack, person(17));
  await signIn(page, person(17));
  await page.goto('/');
  for (const name of ['Overview', 'Audit log']) await expect(page.getByRole('link', { name })).toHaveCount(0);
  for (const path of ['/admin', '/admin/audit', `/admin/users/${userId}/history`]) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(403);
    await expect(page.getByRole('heading', { level: 1, name: 'You are not allowed to see this' })).toBeVisible();
  }
  const visitor = new Visitor(stack);
  const paths = ['/admin/audit/export?format=csv', '/admin/audit/export?format=json', '/admin/users/export'];
  for (const path of [...paths, '/resources/export']) {
    const { status, headers } = await visitor.request(path);
    expect(status, path).toBe(307);
    expect(headers.get('location'), path).toContain(`/sign-in?next=${encodeURIComponent(path)}`);
  }
  await visitor.signIn(person(17));
  for (const path of paths) {
    const { status, text } = await visitor.request(path);
    expect(status, path).toBe(403);
    expect(text, path).not.toContain('@');
  }
  expect((await visitor.request('/resources/export')).status).toBe(200);
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the log is filtered, paged, opened and taken home', async ({ page, signInByForm, stack }) => {
    const caller = await ApiCaller.signIn(stack, person(16));
    await caller.createResources(Array.from({ length: 21 }, (_, index) => `Plain ${index}`));
    await signInByForm(page, stack.accounts.admin);
    await page.goto('/admin/audit');
    await page.getByLabel('Action').selectOption('Resource created');
    await page.getByLabel('Who (name, e-mail or id)').fill(caller.userId);
    await page.getByRole('button', { name: 'Show' }).click();
    await expect(events(page).getByRole('rowheader')).toHaveCount(20);
    await page.getByRole('link', { name: 'Next' }).click();
    await expect(events(page).getByRole('rowheader')).toHaveCount(1);
    const details = below(event(page, 'Resource created'));
    await details.getByText('Details').click();
    await expect(details.getByRole('definition').filter({ hasText: 'Plain 0' }).first()).toBeVisible();
    const items = JSON.parse(await textOf(await downloadBy(page, 'Export as JSON'))) as unknown[];
    expect(items).toHaveLength(21);

    await page.goto('/admin');
    await page.getByText('As a table').click();
    await expect(page.getByRole('table', { name: 'Sign-ins by day' }).getByRole('row')).toHaveCount(31);
    await page.goto(`/admin/users/${caller.userId}/history`);
    await page.getByRole('link', { name: 'What was done to Person 16' }).click();
    await expect(page.getByRole('table').getByRole('rowheader')).toHaveText(['Sign-in']);
  });
});
