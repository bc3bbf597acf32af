import { Controller, Get, Module, Post } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { DiscoveryModule } from '@nestjs/core';
import type { TokenPairDto } from '../src/auth/auth.dto';
import { Doors } from '../src/access/doors';
import { Public, Requires, SignedIn } from '../src/access/rules';
import { ADMIN_GRANTS, coversGrants, type Grants, USER_GRANTS } from '../src/access/permissions';
import { addressOf } from './access-cells';
import { bearer, makeRole, makeUser, signedInUser, signIn } from './builders';
import { startApp, type TestApp } from './start-app';

describe('the doors of the API', () => {
  let api: TestApp;

  beforeAll(async () => {
    api = await startApp();
  });
  afterAll(() => api.close());

  const doors = () => api.app.get(Doors).list();
  const knock = (method: string, path: string) => {
    return api.http[method.toLowerCase() as 'get'](addressOf(path)).send(
      ['POST', 'PATCH', 'PUT'].includes(method) ? {} : undefined,
    );
  };

  it('lists each door of the contract with its rule', () => {
    const table = doors().map(({ method, path, rule, isSessionOnly, needsFreshProof }) => {
      const name = rule.kind === 'permission' ? rule.permission : rule.kind;
      return `${method} ${path} ${name}${needsFreshProof ? ' fresh-proof' : isSessionOnly ? ' session-only' : ''}`;
    });
    expect(table.toSorted()).toEqual(
      [
        'GET /.well-known/jwks.json public',
        'GET /docs public',
        'GET /docs/:asset public',
        'GET /health/live public',
        'GET /health/ready public',
        'GET /openapi.json public',
        'POST /v1/auth/confirm-email public',
        'POST /v1/auth/forgot-password public',
        'POST /v1/auth/keep-account public',
        'POST /v1/auth/inspect-token public',
        'POST /v1/auth/register public',
        'POST /v1/auth/resend-verification public',
        'POST /v1/auth/reset-password public',
        'POST /v1/auth/undo-email public',
        'POST /v1/auth/verify-email public',
        'POST /v1/auth/login public',
        'POST /v1/auth/logout public',
        'POST /v1/auth/logout-all signed-in session-only',
        'POST /v1/auth/reauthenticate signed-in session-only',
        'POST /v1/auth/refresh public',
        'POST /v1/auth/oauth/:provider public',
        'GET /v1/me signed-in',
        'DELETE /v1/me signed-in session-only',
        'PATCH /v1/me signed-in session-only',
        'GET /v1/me/export signed-in fresh-proof',
        'POST /v1/me/keep signed-in session-only',
        'POST /v1/me/email signed-in session-only',
        'POST /v1/me/password signed-in session-only',
        'GET /v1/me/api-keys signed-in session-only',
        'POST /v1/me/api-keys signed-in fresh-proof',
        'DELETE /v1/me/api-keys/:id signed-in session-only',
        'GET /v1/me/identities signed-in session-only',
        'POST /v1/me/identities signed-in fresh-proof',
        'DELETE /v1/me/identities/:id signed-in fresh-proof',
        'GET /v1/me/sessions signed-in session-only',
        'DELETE /v1/me/sessions/:id signed-in session-only',
        'GET /v1/resources resources:read',
        'POST /v1/resources resources:create',
        'DELETE /v1/resources/:id resources:delete',
        'GET /v1/resources/:id resources:read',
        'PATCH /v1/resources/:id resources:update',
        'POST /v1/resources/:id/restore resources:delete',
        'GET /v1/access-matrix roles:read session-only',
        'GET /v1/audit-events audit:read',
        'GET /v1/mails mails:read',
        'POST /v1/mails/:id/retry mails:retry',
        'GET /v1/overview audit:read',
        'GET /v1/roles roles:read session-only',
        'POST /v1/roles role fresh-proof',
        'PUT /v1/roles/:key role fresh-proof',
        'DELETE /v1/roles/:key role fresh-proof',
        'GET /v1/users users:read',
        'POST /v1/users users:create',
        'POST /v1/users/:id/invitation users:create',
        'DELETE /v1/users/:id users:delete fresh-proof',
        'POST /v1/users/:id/restore users:delete session-only',
        'GET /v1/users/:id users:read',
        'PATCH /v1/users/:id users:update',
        'PUT /v1/users/:id/role users:set-role fresh-proof',
        'GET /v1/users/:id/api-keys api-keys:read session-only',
        'DELETE /v1/users/:id/api-keys/:keyId api-keys:revoke session-only',
        'DELETE /v1/users/:id/sessions sessions:revoke session-only',
        'GET /v1/users/:id/sessions sessions:read session-only',
      ].toSorted(),
    );
  });

  it('answers anonymous callers with 401 at every door that is not public, before anything else is looked at', async () => {
    for (const { method, path, rule } of doors()) {
      const answer = await knock(method, path);
      if (rule.kind === 'public') expect([method, path, answer.status]).not.toEqual([method, path, 403]);
      else {
        expect([method, path, answer.status, answer.body.code]).toEqual([method, path, 401, 'authentication_required']);
        expect(answer.headers['www-authenticate']).toBe('Bearer realm="latchkey"');
      }
    }
  });

  it('answers each role as the rule of the door says', async () => {
    await makeRole(api, 'EMPTY', {});
    const callers: { role?: string; grants: Grants; tokens: TokenPairDto }[] = [
      { grants: USER_GRANTS, tokens: (await signedInUser(api)).tokens },
      { grants: {}, tokens: (await signedInUser(api, { role: 'EMPTY' })).tokens },
      { role: 'ADMIN', grants: ADMIN_GRANTS, tokens: (await signedInUser(api, { role: 'ADMIN' })).tokens },
    ];
    const signsOut = new Set(['/v1/auth/logout', '/v1/auth/logout-all']);
    for (const { role: ownRole, grants, tokens } of callers) {
      for (const { method, path, rule } of doors().filter((door) => !signsOut.has(door.path))) {
        if (rule.kind === 'public') continue;
        const answer = await knock(method, path).set(...bearer(tokens));
        const isAllowed =
          rule.kind === 'signed-in' || (rule.kind === 'permission' ? rule.permission in grants : ownRole === rule.role);
        const label = `${method} ${path}`;
        if (isAllowed) expect([label, [401, 403].includes(answer.status)]).toEqual([label, false]);
        else expect([label, answer.status, answer.body.code]).toEqual([label, 403, 'permission_denied']);
        expect([label, answer.status < 500]).toEqual([label, true]);
      }
    }
  });

  it('grants by a custom role exactly what it lists, at once after a change', async () => {
    const role = await makeRole(api, 'CLERK', { 'users:read': 'any' });
    const { tokens } = await signedInUser(api, { role });
    const get = (path: string) => api.http.get(path).set(...bearer(tokens));
    await get('/v1/users').expect(200);
    await get('/v1/resources').expect(403);
    await get('/v1/roles').expect(403);
    await api.database.execute('UPDATE roles SET grants = ? WHERE `key` = ?', ['{"roles:read":"any"}', role]);
    // Changed behind the instance's back, as another instance would: it must act within a second.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await get('/v1/users').expect(403);
    await get('/v1/roles').expect(200);
  });

  it('refuses tokens of an ended session and of a disabled person within a second of a change by another instance', async () => {
    const { user, tokens } = await signedInUser(api);
    await api.http
      .get('/v1/me')
      .set(...bearer(tokens))
      .expect(200);
    await api.database.execute('UPDATE users SET disabled_at = 1 WHERE id = ?', [user.id]);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await api.http
      .get('/v1/me')
      .set(...bearer(tokens))
      .expect(401);
  });

  it('takes a bearer token from the header alone, and never from cookie, query or body', async () => {
    const { tokens } = await signedInUser(api);
    const { accessToken } = tokens;
    await api.http
      .get('/v1/me')
      .set('cookie', `access_token=${accessToken}; Authorization=Bearer ${accessToken}`)
      .expect(401);
    await api.http.get(`/v1/me?access_token=${accessToken}`).expect(401);
    await api.http.patch('/v1/me').send({ access_token: accessToken }).expect(401);
    await api.http.get('/v1/me').set('authorization', `Basic ${accessToken}`).expect(401);
    await api.http.get('/v1/me').set('authorization', accessToken).expect(401);
  });

  it('lets somebody with a stale token sign in', async () => {
    const user = await makeUser(api);
    const stale = await signIn(api, user);
    await api.http
      .post('/v1/auth/logout')
      .set(...bearer(stale))
      .expect(204);
    await api.http
      .post('/v1/auth/login')
      .set(...bearer(stale))
      .send({ email: user.email, password: 'wrong' })
      .expect(401);
    await signIn(api, user);
  });
});

describe('a door without exactly one rule', () => {
  @Controller('forgotten')
  class ForgottenController {
    @Get()
    undeclared() {
      return 'open to all';
    }
    @Post()
    @Public()
    @Requires('users:read')
    twice() {
      return 'which one?';
    }
    @Get('fine')
    @SignedIn()
    fine() {
      return 'fine';
    }
  }

  @Module({ imports: [DiscoveryModule], controllers: [ForgottenController], providers: [Doors] })
  class ForgottenModule {}

  it('stops the boot and is named, with what to add', async () => {
    const module = await Test.createTestingModule({ imports: [ForgottenModule] }).compile();
    const app = module.createNestApplication(new FastifyAdapter());
    await app.init();
    const open = () =>
      app.get(Doors).open([
        { method: 'GET', path: '/behind-the-back' },
        { method: 'HEAD', path: '/head-alone' },
        { method: 'HEAD', path: '/forgotten/fine' },
      ]);
    expect(open).toThrow(/ForgottenController\.undeclared has no rule: put exactly one of @Public/);
    expect(open).toThrow(
      /ForgottenController\.twice has public and users:read|ForgottenController\.twice has users:read and public/,
    );
    expect(open).toThrow(/GET \/behind-the-back is routed without a controller/);
    expect(open).toThrow(/HEAD \/head-alone is routed without a controller/);
    expect(open).not.toThrow(/ForgottenController\.fine|HEAD \/forgotten/);
    await app.close();
  });
});

describe('covering grants', () => {
  it('holds for equal or narrower grants and fails for any wider one', () => {
    expect(coversGrants(USER_GRANTS, USER_GRANTS)).toBe(true);
    expect(coversGrants(USER_GRANTS, {})).toBe(true);
    expect(coversGrants(USER_GRANTS, { 'resources:read': 'any' })).toBe(false);
    expect(coversGrants({ 'resources:read': 'any' }, { 'resources:read': 'own' })).toBe(true);
    expect(coversGrants({}, { 'users:read': 'any' })).toBe(false);
  });
});
