import type { ApiKeyDto, MadeApiKeyDto } from '../src/api-keys/api-keys.dto';
import { ApiKeyPurgeService } from '../src/api-keys/api-key-purge.service';
import { USER_GRANTS } from '../src/access/permissions';
import { LiveKeys } from '../src/access/live-keys';
import type { TokenPairDto } from '../src/auth/auth.dto';
import { NOBODY } from './access-cells';
import { eventsOf } from './audit-events';
import { bearer, makeKey, makeRole, makeUser, PASSWORD, signedInUser, signIn, type TestUser } from './builders';
import { Mailbox } from './mailbox';
import { fieldsOf, queriesOf, requestsOf, type Requests } from './requests';
import { startApp, type TestApp } from './start-app';
import { webClient } from './web-client';

const DAY_MS = 86_400_000;

describe('API keys', () => {
  let api: TestApp;
  let user: TestUser;
  let tokens: TokenPairDto;
  let requests: Requests;

  beforeAll(async () => {
    api = await startApp();
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    ({ user, tokens } = await signedInUser(api));
    requests = requestsOf(api, tokens);
  });

  const as = (accessToken: string) => requestsOf(api, { ...tokens, accessToken });
  const list = async () => ((await requests.get('/v1/me/api-keys').expect(200)).body as { items: ApiKeyDto[] }).items;

  describe('made by their owner', () => {
    it('are shown once, and afterwards only what they begin with', async () => {
      const wanted = { name: ' nightly import ', scopes: ['resources:read', 'resources:create'], expiresInDays: 90 };
      const before = api.clock.now();
      const answer = await requests.post('/v1/me/api-keys', wanted).expect(201);
      expect(answer.headers['cache-control']).toBe('no-store');
      const { key, ...made } = answer.body as MadeApiKeyDto;
      expect(key.startsWith(`${made.prefix}_`)).toBe(true);
      expect(made).toMatchObject({ name: 'nightly import', scopes: wanted.scopes, isExpired: false, lastUsedAt: null });
      expect(Date.parse(made.expiresAt) - before).toBeGreaterThanOrEqual(90 * DAY_MS);
      const listed = await requests.get('/v1/me/api-keys').expect(200);
      const { items, scopes } = listed.body as { items: unknown[]; scopes: { key: string; meaning: string }[] };
      expect(items).toEqual([made]);
      expect(scopes.map(({ key: scope }) => scope)).toEqual(Object.keys(USER_GRANTS));
      expect(scopes[0]).toEqual({ key: 'resources:read', meaning: 'See resources' });
      expect(listed.text).not.toContain(key.slice(made.prefix.length + 1));
      const stored = JSON.stringify(await api.database.query('SELECT * FROM api_keys'));
      const mails = JSON.stringify(await api.database.query('SELECT * FROM mails'));
      const events = JSON.stringify(await api.database.query('SELECT * FROM audit_events'));
      for (const text of [stored, mails, events]) expect(text).not.toContain(key.slice(made.prefix.length + 1));
    });

    it('last 30 days unless something else is said, and no longer than a year', async () => {
      const wanted = { name: 'script', scopes: ['resources:read'] };
      const { expiresAt } = (await requests.post('/v1/me/api-keys', wanted).expect(201)).body as MadeApiKeyDto;
      expect(Math.round((Date.parse(expiresAt) - api.clock.now()) / DAY_MS)).toBe(30);
      await requests.post('/v1/me/api-keys', { ...wanted, expiresInDays: 365 }).expect(201);
      for (const expiresInDays of [0, -1, 366, 1.5, '30', null]) {
        const answer = await requests.post('/v1/me/api-keys', { ...wanted, expiresInDays }).expect(422);
        expect(fieldsOf(answer)[0]).toMatch(/^expiresInDays: /);
      }
    });

    it('do no more than their owner: scopes that the owner lacks are refused', async () => {
      const make = (scopes: unknown) => requests.post('/v1/me/api-keys', { name: 'script', scopes });
      expect(fieldsOf(await make(['resources:read', 'users:read']).expect(422))).toEqual(['scopes: not_held']);
      for (const bad of [
        [],
        ['resources:read', 'resources:read'],
        ['resources:fly'],
        ['roles:read'],
        'resources:read',
      ]) {
        expect(fieldsOf(await make(bad).expect(422))[0]).toMatch(/^scopes: /);
      }
      expect(await list()).toEqual([]);
    });

    it('need a name that can be read', async () => {
      for (const name of ['', '  ', 'x'.repeat(101), 'a\nb']) {
        const answer = await requests.post('/v1/me/api-keys', { name, scopes: ['resources:read'] }).expect(422);
        expect(fieldsOf(answer)[0]).toMatch(/^name: /);
      }
    });

    it('need a fresh proof of identity', async () => {
      const longAgo = api.clock.now() - 11 * 60_000;
      await api.database.execute('UPDATE sessions SET authenticated_at = ? WHERE user_id = ?', [longAgo, user.id]);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const wanted = { name: 'script', scopes: ['resources:read'] };
      const { body } = await requests.post('/v1/me/api-keys', wanted).expect(403);
      expect(body).toMatchObject({ code: 'reauthentication_required' });
    });

    it('are fifty at most', async () => {
      const now = api.clock.now();
      const row = (n: number) => `('${String(n).padStart(36, '0')}', '${user.id}', 'k', 'x', '[]', ${now}, ${now})`;
      await api.database.execute(
        `INSERT INTO api_keys (id, user_id, name, secret_hash, scopes, expires_at, created_at)
         VALUES ${Array.from({ length: 49 }, (_, n) => row(n)).join(', ')}`,
      );
      await makeKey(api, tokens, ['resources:read']);
      const wanted = { name: 'script', scopes: ['resources:read'] };
      const { body } = await requests.post('/v1/me/api-keys', wanted).expect(409);
      expect(body).toMatchObject({ code: 'conflict', detail: expect.stringContaining('Revoke one') });
      await requests.delete(`/v1/me/api-keys/${String(0).padStart(8, '0')}-0000-0000-0000-000000000000`).expect(404);
      await api.database.execute('DELETE FROM api_keys WHERE user_id = ?', [user.id]);
    });

    it('are told of by mail', async () => {
      await requests.post('/v1/me/api-keys', { name: 'nightly import', scopes: ['resources:read'] }).expect(201);
      const mail = await new Mailbox(api).only(user.email);
      expect(mail.subject).toBe('An API key was made for your account');
      expect(mail.text).toContain('nightly import');
      expect(mail.text).toContain('/account/api-keys');
    });
  });

  describe('as what goes in the place of an access token', () => {
    it('act for their owner within their scopes', async () => {
      const { accessToken } = await makeKey(api, tokens, ['resources:read', 'resources:create']);
      const script = as(accessToken);
      const { body } = await script.post('/v1/resources', { title: 'By a script' }).expect(201);
      expect(body).toMatchObject({ ownerId: user.id });
      const { id } = body as { id: string };
      await script.get(`/v1/resources/${id}`).expect(200);
      await script.delete(`/v1/resources/${id}`).expect(403);
      expect((await script.get('/v1/me').expect(200)).body).toMatchObject({
        id: user.id,
        permissions: { 'resources:read': 'own', 'resources:create': 'own' },
      });
    });

    it('leave in the record with which of them something was done', async () => {
      const { id: keyId, accessToken } = await makeKey(api, tokens, ['resources:create']);
      const { body } = await as(accessToken).post('/v1/resources', { title: 'By a script' }).expect(201);
      const { id } = body as { id: string };
      const { tokens: admin } = await signedInUser(api, { role: 'ADMIN' });
      const { items } = (await requestsOf(api, admin).get(`/v1/audit-events?subject=${id}`).expect(200)).body as {
        items: { apiKeyId: string | null; actorId: string }[];
      };
      expect(items).toMatchObject([{ apiKeyId: keyId, actorId: user.id }]);
      const events = await eventsOf(api);
      expect(events.filter(({ apiKeyId }) => apiKeyId !== undefined).map(({ action }) => action)).toEqual([
        'resource.create',
        'resource.create',
      ]);
    });

    it('are refused when they are mistyped, without a query', async () => {
      const { accessToken } = await makeKey(api, tokens, ['resources:read']);
      const query = jest.spyOn(api.database, 'query');
      const last = accessToken.at(-1) === 'x' ? 'y' : 'x';
      for (const wrong of [accessToken.slice(0, -1) + last, accessToken.slice(0, -1), 'lk_', 'lk_x_y']) {
        const answer = await as(wrong).get('/v1/me').expect(401);
        expect(answer.body).toMatchObject({ code: 'invalid_token' });
        expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
      }
      expect(queriesOf(query)).toEqual([]);
      query.mockRestore();
    });

    it('are refused when the secret is of another key, or the key never was', async () => {
      const [one, two] = [
        await makeKey(api, tokens, ['resources:read']),
        await makeKey(api, tokens, ['resources:read']),
      ];
      await api.database.execute('DELETE FROM api_keys WHERE id = ?', [two.id]);
      await as(two.accessToken).get('/v1/me').expect(401);
      await api.database.execute('UPDATE api_keys SET secret_hash = ? WHERE id = ?', ['0'.repeat(64), one.id]);
      api.app.get(LiveKeys).forgetAll();
      await as(one.accessToken).get('/v1/me').expect(401);
    });

    it('expire', async () => {
      const { accessToken } = await makeKey(api, tokens, ['resources:read'], 1);
      await as(accessToken).get('/v1/me').expect(200);
      api.clock.advance(DAY_MS);
      await as(accessToken).get('/v1/me').expect(401);
      requests = requestsOf(api, await signIn(api, user));
      expect(await list()).toMatchObject([{ isExpired: true }]);
      await api.app.get(ApiKeyPurgeService).purge();
      expect(await list()).toHaveLength(1);
      api.clock.advance(30 * DAY_MS);
      await api.app.get(ApiKeyPurgeService).purge();
      requests = requestsOf(api, await signIn(api, user));
      expect(await list()).toEqual([]);
    });

    it('say when and from where they were used last, to a minute', async () => {
      const { accessToken } = await makeKey(api, tokens, ['resources:read']);
      const use = (ip: string) =>
        api.http
          .get('/v1/me')
          .set(...bearer({ accessToken }))
          .set(...webClient(api, { ip }))
          .expect(200);
      /** Nobody waits for it to be noted. */
      const usedFrom = async (ip: string) => {
        for (let tries = 0; tries < 200; tries += 1) {
          const [found] = await list();
          if (found?.lastUsedIp === ip) return found;
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
        throw new Error(`its use from ${ip} was never noted`);
      };
      const started = api.clock.now();
      await use('203.0.113.1');
      const first = await usedFrom('203.0.113.1');
      expect(Date.parse(first.lastUsedAt ?? '')).toBeGreaterThanOrEqual(started);
      const write = jest.spyOn(api.database, 'execute');
      for (let n = 0; n < 5; n += 1) await use('203.0.113.2');
      api.app.get(LiveKeys).forgetAll();
      await use('203.0.113.2');
      expect(write.mock.calls.filter(([sql]) => sql.includes('api_keys'))).toEqual([]);
      write.mockRestore();
      expect(await list()).toEqual([first]);
      api.clock.advance(60_000);
      await use('203.0.113.3');
      expect(Date.parse((await usedFrom('203.0.113.3')).lastUsedAt ?? '')).toBeGreaterThan(started + 59_000);
    });

    it('are used all the same when their use cannot be noted', async () => {
      const { accessToken } = await makeKey(api, tokens, ['resources:read']);
      const write = jest.spyOn(api.database, 'execute').mockRejectedValue(new Error('read only'));
      await as(accessToken).get('/v1/me').expect(200);
      expect(write).toHaveBeenCalled();
      write.mockRestore();
    });

    it('open nothing while the account of their owner is about to be deleted, and again when it is kept', async () => {
      const { accessToken } = await makeKey(api, tokens, ['resources:read']);
      await as(accessToken).get('/v1/me').expect(200);
      await requests.delete('/v1/me', { currentPassword: PASSWORD }).expect(204);
      await as(accessToken).get('/v1/me').expect(401);
      await requestsOf(api, await signIn(api, user))
        .post('/v1/me/keep')
        .expect(204);
      await as(accessToken).get('/v1/me').expect(200);
    });

    it('do less at once when their owner may less', async () => {
      const role = await makeRole(api, `CLERK_${user.id.slice(-6).toUpperCase()}`, { 'users:read': 'any' });
      const clerk = await makeUser(api, { role });
      const { accessToken } = await makeKey(api, await signIn(api, clerk), ['users:read']);
      await as(accessToken).get('/v1/users').expect(200);
      const { tokens: admin } = await signedInUser(api, { role: 'ADMIN' });
      await requestsOf(api, admin).put(`/v1/users/${clerk.id}/role`, { role: 'USER' }).expect(200);
      await as(accessToken).get('/v1/users').expect(403);
    });
  });

  describe('revoked', () => {
    it('by their owner open nothing any more, and nobody revokes those of others', async () => {
      const { id, accessToken } = await makeKey(api, tokens, ['resources:read']);
      const other = requestsOf(api, (await signedInUser(api)).tokens);
      await other.delete(`/v1/me/api-keys/${id}`).expect(404);
      await as(accessToken).get('/v1/me').expect(200);
      await requests.delete(`/v1/me/api-keys/${id}`).expect(204);
      await as(accessToken).get('/v1/me').expect(401);
      await requests.delete(`/v1/me/api-keys/${id}`).expect(404);
      expect(await list()).toEqual([]);
    });

    it('by an administrator, who sees them, too', async () => {
      const { id, accessToken } = await makeKey(api, tokens, ['resources:read']);
      const admin = requestsOf(api, (await signedInUser(api, { role: 'ADMIN' })).tokens);
      const { items } = (await admin.get(`/v1/users/${user.id}/api-keys`).expect(200)).body as { items: ApiKeyDto[] };
      expect(items).toEqual(await list());
      await admin.delete(`/v1/users/${NOBODY}/api-keys/${id}`).expect(404);
      await admin.delete(`/v1/users/${user.id}/api-keys/${NOBODY}`).expect(404);
      await admin.delete(`/v1/users/${user.id}/api-keys/x`).expect(404);
      await admin.delete(`/v1/users/${user.id}/api-keys/${id}`).expect(204);
      await as(accessToken).get('/v1/me').expect(401);
      await admin.get(`/v1/users/${NOBODY}/api-keys`).expect(404);
    });

    it('by nobody who holds less than their owner', async () => {
      const role = await makeRole(api, `SUPPORT_${user.id.slice(-6).toUpperCase()}`, { 'api-keys:revoke': 'any' });
      const { user: admin, tokens: adminTokens } = await signedInUser(api, { role: 'ADMIN' });
      const { id, accessToken } = await makeKey(api, adminTokens, ['users:read']);
      const support = requestsOf(api, (await signedInUser(api, { role })).tokens);
      await support.delete(`/v1/users/${admin.id}/api-keys/${id}`).expect(403);
      await as(accessToken).get('/v1/me').expect(200);
    });
  });

  it('outlive a password change and sign-out, for those who run scripts with them', async () => {
    const { accessToken } = await makeKey(api, tokens, ['resources:read']);
    await requests.post('/v1/auth/logout-all').expect(204);
    await as(accessToken).get('/v1/me').expect(200);
    await as(accessToken).post('/v1/auth/logout').expect(204);
    await as(accessToken).get('/v1/me').expect(200);
  });
});
