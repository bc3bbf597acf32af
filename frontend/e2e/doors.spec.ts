import { builtActions, doors, postAction, readBuilt, rules } from './built';
import { expect, test } from './fixtures';
import { formData, Visitor } from './visitor';

/** What Next itself adds to the pages. */
const OF_NEXT = [
  'app/_not-found/page.tsx',
  'app/_global-error/page.tsx',
  'app/icon.svg/route.ts',
  'app/favicon.ico/route.ts',
];

const built = builtActions();

test.describe('what was built', () => {
  test('has no page, route handler or action that the sources do not declare', () => {
    const routes = Object.keys(readBuilt('app-path-routes-manifest.json') as Record<string, string>);
    const files = routes.map((route) => `app${route}${route.endsWith('/page') ? '.tsx' : '.ts'}`);
    const known = new Set([...doors.map(({ at }) => at.split(' ')[0] ?? ''), ...OF_NEXT]);
    expect(files.filter((file) => !known.has(file))).toEqual([]);
    expect(built.map(({ at }) => at).filter((at) => !rules.has(at))).toEqual([]);
    expect(built.length).toBeGreaterThan(10);
  });

  test('has the session and the headers in front of every page and route handler', () => {
    const { functions } = readBuilt('server/functions-config-manifest.json') as {
      functions: Record<string, { matchers: { regexp: string }[] }>;
    };
    const [proxy] = functions['/_middleware']?.matchers ?? [];
    const covers = new RegExp(proxy?.regexp ?? '^$');
    const paths = Object.values(readBuilt('app-path-routes-manifest.json') as Record<string, string>);
    expect(paths.filter((path) => !path.startsWith('/_') && !covers.test(path))).toEqual(['/favicon.ico', '/icon.svg'].filter((path) => paths.includes(path))); // prettier-ignore
  });
});

test.describe('a server action posted by hand', () => {
  const guarded = built.filter(({ at }) => rules.get(at) !== 'public');

  test('does nothing without a session, and says so, each of them', async ({ stack }) => {
    for (const { id, at } of guarded) {
      const answer = await postAction(new Visitor(stack), id);
      expect(answer.text, at).toContain('"code":"authentication_required"');
      expect(answer.text, at).toContain('you are not signed in');
    }
    expect(stack.relay.calls).toEqual([]);
  });

  test('does nothing with the role USER where more is asked, and says so, each of them', async ({ stack }) => {
    const visitor = new Visitor(stack);
    await visitor.signIn(stack.accounts.user);
    const forAdministrators = guarded.filter(({ at }) => /^(role:|users:|sessions:|roles:)/.test(rules.get(at) ?? ''));
    expect(forAdministrators.length).toBeGreaterThan(2);
    stack.relay.reset();
    for (const { id, at } of forAdministrators) {
      expect((await postAction(visitor, id)).text, at).toContain('"code":"permission_denied"');
    }
    expect(new Set(stack.relay.calls.map(({ method, path }) => `${method} ${path}`))).toEqual(new Set(['GET /v1/me']));
  });

  test('does nothing for another origin, or for none, even with a session', async ({ stack }) => {
    const visitor = new Visitor(stack);
    await visitor.signIn(stack.accounts.admin);
    stack.relay.reset();
    for (const { id, at } of built) {
      const none = await postAction(visitor, id, { origin: '' });
      expect(none.text, at).toContain('"code":"foreign_origin"');
      const foreign = await postAction(visitor, id, { origin: 'https://evil.example' });
      expect(foreign.status, at).toBe(500);
    }
    expect(stack.relay.calls).toEqual([]);
  });

  test('refuses fields that it does not know', async ({ stack }) => {
    const visitor = new Visitor(stack);
    await visitor.signIn(stack.accounts.user);
    const { id = '' } = built.find(({ at }) => at.endsWith(' saveProfile')) ?? {};
    stack.relay.reset();
    const answer = await postAction(visitor, id, {}, [null, { name: 'Dana', role: 'ADMIN' }]);
    expect(answer.text).toContain('"code":"validation_failed"');
    expect(stack.relay.callsTo('/v1/me').map(({ method }) => method)).toEqual(['GET']);
  });

  test('does nothing as a form without a session either', async ({ stack }) => {
    const visitor = new Visitor(stack);
    await visitor.signIn(stack.accounts.user);
    const form = { ...(await visitor.formWith('/account/profile', 'name')), name: 'Somebody Else' };
    stack.relay.reset();
    visitor.cookies.clear();
    const answer = await visitor.request('/account/profile', { method: 'POST', body: formData(form) });
    expect(answer.headers.get('location')).toBe('/sign-in?next=%2Faccount%2Fprofile');
    expect(stack.relay.calls).toEqual([]);
  });
});
