import { builtActions, doors, postAction, rules } from './built';
import { expect, test } from './fixtures';
import { ApiCaller, person } from './people';
import type { Stack } from './stack';
import { Visitor } from './visitor';

test.use({ stackOptions: { people: 8 } });

/** A role with three permissions, and somebody who has it. */
const GRANTS = { 'users:read': 'any', 'sessions:read': 'any', 'roles:read': 'any' } as const;
const CLERK = person(4);
/** An id that nothing has. */
const NOBODY = '01890000-0000-7000-8000-000000000000';
const MAY = new Set<string>(['public', 'signed-in', ...Object.keys(GRANTS)]);

let clerk: ApiCaller;
let ids: Record<string, string>;

async function makeClerk(stack: Stack): Promise<void> {
  const admin = await ApiCaller.signIn(stack, stack.accounts.admin);
  const { items: roles } = await admin.call<{ items: { key: string }[] }>('GET', '/v1/roles');
  if (!roles.some(({ key }) => key === 'CLERK'))
    await admin.call('POST', '/v1/roles', { key: 'CLERK', name: 'Clerk', grants: GRANTS });
  clerk = await ApiCaller.signIn(stack, CLERK);
  await admin.call('PUT', `/v1/users/${clerk.userId}/role`, { role: 'CLERK' });
  const somebody = await ApiCaller.signIn(stack, person(6));
  const resource = await admin.createResource({ title: 'Shared', visibility: 'internal' });
  ids = { users: somebody.userId, resources: resource.id, roles: 'USER' };
}

test.beforeEach(async ({ stack }) => makeClerk(stack));

test('sees the ways that it may go, and no others', async ({ page, signIn }) => {
  await signIn(page, CLERK);
  await page.goto('/account/profile');
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await expect(navigation.getByRole('link').first()).toBeVisible();
  const names = await navigation.getByRole('link').allInnerTexts();
  expect(names).toEqual(expect.arrayContaining(['Users', 'Roles', 'Access']));
  for (const closed of ['Resources', 'Overview', 'Audit log']) expect(names).not.toContain(closed);

  await page.goto(`/admin/users/${ids.users}`);
  await expect(page.getByRole('heading', { level: 1, name: person(6).name })).toBeVisible();
  for (const act of ['Disable', 'Change role', 'Rename', 'Sign out everywhere'])
    await expect(page.getByRole('button', { name: act })).toHaveCount(0);
  await page.goto('/admin/roles');
  await expect(page.getByRole('link', { name: 'New role' })).toHaveCount(0);
});

test('comes to every page by its address that it may see, and to no other', async ({ stack }) => {
  const visitor = new Visitor(stack);
  await visitor.signIn(CLERK);
  const pages = doors.filter(({ kind, rule }) => kind === 'page' && rule !== 'public');
  expect(pages.length).toBeGreaterThan(15);
  for (const { at, rule } of pages) {
    const path = pathOf(at);
    const { status } = await visitor.request(path);
    expect([path, rule, status]).toEqual([path, rule, MAY.has(rule ?? '') ? 200 : 403]);
  }
});

test('is answered by the API as the access matrix says, at every door', async ({ stack }) => {
  const { doors: apiDoors } = await clerk.call<{ doors: { method: string; path: string; rule: string }[] }>(
    'GET',
    '/v1/access-matrix',
  );
  expect(apiDoors.length).toBeGreaterThan(30);
  const others = apiDoors.filter(({ rule }) => rule !== 'public' && rule !== 'signed-in');
  for (const { method, path, rule } of others) {
    const address = path.replace('{key}', 'USER').replace('{id}', ids[path.split('/')[2] ?? ''] ?? NOBODY);
    const answer = await statusOf(clerk, method, address);
    expect([method, path, rule, answer !== 403]).toEqual([method, path, rule, MAY.has(rule)]);
  }
  expect(stack.apiUrl).toBeTruthy();
});

test('does nothing by a server action that is not for it, also when that is posted by hand', async ({ stack }) => {
  const visitor = new Visitor(stack);
  await visitor.signIn(CLERK);
  const forOthers = builtActions().filter(({ at }) => !MAY.has(rules.get(at) ?? ''));
  expect(forOthers.length).toBeGreaterThan(8);
  stack.relay.reset();
  for (const { id, at } of forOthers)
    expect((await postAction(visitor, id)).text, at).toContain('"code":"permission_denied"');
  expect(stack.relay.calls.filter(({ method }) => method !== 'GET')).toEqual([]);
});

/** `app/(signed-in)/admin/users/[id]/page.tsx` as an address, with ids of what is there. */
function pathOf(at: string): string {
  const parts = at
    .replace(/^app\//, '')
    .replace(/\/?page\.tsx$/, '')
    .split('/')
    .filter((part) => !part.startsWith('('));
  return `/${parts.map((part, index) => (part.startsWith('[') ? (ids[parts[index - 1] ?? ''] ?? '') : part)).join('/')}`;
}

async function statusOf(caller: ApiCaller, method: string, path: string): Promise<number> {
  try {
    await caller.call(method, path, method === 'GET' || method === 'DELETE' ? undefined : {});
    return 200;
  } catch (error) {
    return Number(/answered (\d+)$/.exec((error as Error).message)?.[1]);
  }
}
