import { expect, test } from './fixtures';
import { Visitor } from './visitor';

const PATHS = [
  '/resources',
  '/resources/new',
  '/account/profile',
  '/account/password',
  '/account/sessions',
  '/account/api-keys',
  '/admin/users',
];

test('no token is in what a browser gets: pages, data for the router, session, storage, readable cookies, logs', async ({
  page,
  signInByForm,
  stack,
}) => {
  const received: string[] = [];
  page.on('response', async (response) => {
    const headers = { ...(await response.allHeaders()), 'set-cookie': '' };
    received.push(JSON.stringify(headers), await response.text().catch(() => ''));
  });
  await signInByForm(page, stack.accounts.admin);
  for (const path of PATHS) await page.goto(path);
  await page.getByRole('link', { name: 'Profile' }).first().click();
  await expect(page).toHaveURL(/\/account\/profile/);
  const readable = await page.evaluate(async () => [
    document.cookie,
    JSON.stringify(localStorage),
    JSON.stringify(sessionStorage),
    document.documentElement.outerHTML,
    await fetch('/api/auth/session').then((answer) => answer.text()),
  ]);

  const { accessToken, refreshToken } = JSON.parse(stack.relay.callsTo('/v1/auth/login').at(-1)?.answer ?? '{}') as {
    accessToken: string;
    refreshToken: string;
  };
  const everything = [...received, ...readable, stack.output()];
  expect(everything.join('').length).toBeGreaterThan(100_000);
  for (const secret of [accessToken, refreshToken, accessToken.split('.')[1] ?? '', refreshToken.slice(4)]) {
    expect(secret.length).toBeGreaterThan(40);
    expect(everything.filter((text) => text.includes(secret))).toEqual([]);
  }
  expect(readable[0]).not.toContain('latchkey.session');
  const cookie = (await page.context().cookies()).find(({ name }) => name === 'latchkey.session');
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  expect(cookie?.value.length).toBeLessThan(4_000);
});

test('the session endpoint tells who somebody is and no more, and takes nothing in', async ({ stack }) => {
  const visitor = new Visitor(stack);
  await visitor.signIn(stack.accounts.user);
  const before = visitor.sessionCookie;
  const { csrfToken } = JSON.parse((await visitor.request('/api/auth/csrf')).text) as { csrfToken: string };
  const forged = { role: 'ADMIN', user: { role: 'ADMIN' }, accessToken: 'x', permissions: { 'users:read': 'any' } };
  const updated = await visitor.request('/api/auth/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ csrfToken, data: forged }),
  });
  const session = JSON.parse((await visitor.request('/api/auth/session')).text) as { user: { role: string } };
  expect(JSON.parse(updated.text)).toMatchObject({ user: { role: 'USER' } });
  expect(session.user.role).toBe('USER');
  expect(Object.keys(session).toSorted()).toEqual(['expires', 'user']);
  expect(Object.keys(session.user).toSorted()).toEqual(['email', 'id', 'name', 'permissions', 'role']);
  expect(visitor.sessionCookie).toBe(before);
});

test('the doors of NextAuth that nothing uses are shut, and the others take no foreign post', async ({ stack }) => {
  const visitor = new Visitor(stack);
  expect((await visitor.request('/api/auth/_log', { method: 'POST', body: 'code=x&level=error' })).status).toBe(404);
  expect((await visitor.request('/api/auth/verify-request')).status).toBe(404);
  for (const origin of ['https://evil.example', '']) {
    const answer = await visitor.request('/api/auth/signout', { method: 'POST', headers: { origin } });
    expect(answer.status).toBe(403);
  }
  const signIn = await visitor.request('/api/auth/signin?callbackUrl=https://evil.example/');
  expect(signIn.headers.get('location')).toContain(`/sign-in?callbackUrl=${encodeURIComponent(stack.url)}`);
  expect((await visitor.request('/api/auth/signout')).headers.get('location')).toContain('/sign-out');
});

test('what a client writes about its own address or session is not believed', async ({ stack }) => {
  const visitor = new Visitor(stack);
  await visitor.signIn(stack.accounts.user);
  stack.relay.reset();
  const { status } = await visitor.request('/resources', {
    headers: {
      'x-forwarded-for': '198.51.100.7',
      'x-forwarded-host': 'evil.example',
      'x-latchkey-stamp': `${'0'.repeat(32)} forged-id 198.51.100.7`,
      'x-latchkey-renewal': 'ended',
      'x-latchkey-path': '//evil.example',
      'x-web-client': 'forged.forged',
    },
  });
  expect(status).toBe(200);
  const [call] = stack.relay.callsTo('/v1/me');
  const [payload = ''] = String(call?.headers['x-web-client']).split('.');
  const claim = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  expect(['127.0.0.1', '::1']).toContain(claim.ip);
  expect(claim).toMatchObject({ unconfirmed: false });
  expect(claim.rid).not.toBe('forged-id');
});

test('every answer carries the security headers, and a page nothing from another origin', async ({ stack }) => {
  const visitor = new Visitor(stack);
  for (const path of ['/sign-in', '/resources', '/nowhere', '/api/auth/session', '/health/live', '/session-ended']) {
    const { headers } = await visitor.request(path);
    expect(Object.fromEntries(headers), path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-frame-options': 'DENY',
      'permissions-policy': expect.stringContaining('camera=()'),
      'cache-control': expect.stringContaining('no-store'),
    });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'self'; script-src 'self' 'nonce-[\w+/=]{24}' 'strict-dynamic'; /);
    expect(policy).toContain("object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'");
    expect(policy.match(/unsafe-/g)).toHaveLength(1);
    expect(policy).not.toMatch(/https?:/);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull();
  }
  const [first, second] = [await visitor.request('/sign-in'), await visitor.request('/sign-in')];
  expect(first.headers.get('content-security-policy')).not.toBe(second.headers.get('content-security-policy'));
  expect(first.text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
});
