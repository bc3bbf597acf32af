import { randomUUID } from 'node:crypto';
import { Doors } from '../src/access/doors';
import { type MailedTokenPurpose, MailedTokens } from '../src/mailed-tokens/mailed-tokens';
import { makeRole, makeUser, PASSWORD, signedInUser, signIn } from './builders';
import { eventsOf, type StoredAuditEvent } from './audit-events';
import { DevProvider, OURS } from './dev-provider';
import { drain } from './mailbox';
import { requestsOf, type Requests } from './requests';
import { startApp, type TestApp } from './start-app';
import { webClient } from './web-client';

interface Scene {
  api: TestApp;
  /** An administrator. */
  admin: Requests;
  /** Somebody with the role USER, who is signed in on two devices. */
  person: { id: string; email: string; requests: Requests; refreshToken: string; otherSessionId: string };
}

/** What is done at a door that changes something, and the one event it must leave. */
interface Scenario {
  readonly event: Partial<StoredAuditEvent> & { action: string };
  /** Whoever asks for a mail is nobody yet. */
  readonly isByNobody?: true;
  readonly act: (scene: Scene) => Promise<{ status: number }>;
}

const NEW_PASSWORD = 'an entirely different sentence';
const API_KEY = { name: 'script', scopes: ['resources:read'] };
const IF_MATCH = '"1"';

/** Waits until what was asked for is looked into. */
async function asked(api: TestApp, answer: Promise<{ status: number }>): Promise<{ status: number }> {
  const { status } = await answer;
  await drain(api);
  return { status };
}

/** As it is in the link of a mail. */
async function tokenFor(api: TestApp, purpose: MailedTokenPurpose, userId: string, data?: Record<string, string>) {
  const tokens = api.app.get(MailedTokens);
  const id = await api.database.write((tx) => tokens.issue(tx, { purpose, userId, ...(data && { data }) }));
  return tokens.reveal(id);
}

/** As after the wish that the account be deleted. */
async function endingSoon({ database, clock }: TestApp, id: string): Promise<void> {
  await database.execute('UPDATE users SET erase_at = ? WHERE id = ?', [clock.now() + 60_000, id]);
}

let provider: DevProvider;

/** Somebody with another way to sign in. */
async function linked(api: TestApp, by: Requests) {
  const proof = await provider.idToken(OURS, { email: `${randomUUID()}@example.com` });
  return by.post('/v1/me/identities', { provider: 'oidc', ...proof }).set(...webClient(api, { ip: '127.0.0.1' }));
}

/** By door. One that changes something and is missing here fails the test that walks the router. */
const SCENARIOS: Record<string, Scenario> = {
  'POST /v1/auth/login': {
    event: { action: 'session.start', subjectKind: 'user' },
    act: ({ api, person }) => send(api.http.post('/v1/auth/login'), { email: person.email, password: PASSWORD }),
  },
  'POST /v1/auth/register': {
    event: { action: 'user.register', subjectKind: 'user', actorId: null },
    isByNobody: true,
    act: async ({ api }) => {
      const person = { email: `${randomUUID()}@example.com`, name: 'New', password: NEW_PASSWORD };
      return asked(api, send(api.http.post('/v1/auth/register'), person));
    },
  },
  'POST /v1/auth/resend-verification': {
    event: { action: 'user.request-verification', subjectKind: 'user', actorId: null },
    isByNobody: true,
    act: async ({ api }) => {
      const { email } = await makeUser(api, { isUnverified: true });
      return asked(api, send(api.http.post('/v1/auth/resend-verification'), { email }));
    },
  },
  'POST /v1/auth/forgot-password': {
    event: { action: 'password.forget', subjectKind: 'user', actorId: null },
    isByNobody: true,
    act: async ({ api, person }) =>
      asked(api, send(api.http.post('/v1/auth/forgot-password'), { email: person.email })),
  },
  'POST /v1/auth/verify-email': {
    event: { action: 'user.verify', subjectKind: 'user' },
    act: async ({ api }) => {
      const { id } = await makeUser(api, { isUnverified: true });
      return send(api.http.post('/v1/auth/verify-email'), { token: await tokenFor(api, 'verify-email', id) });
    },
  },
  'POST /v1/auth/reset-password': {
    event: { action: 'password.reset', subjectKind: 'user' },
    act: async ({ api, person }) => {
      const token = await tokenFor(api, 'reset-password', person.id);
      return send(api.http.post('/v1/auth/reset-password'), { token, newPassword: NEW_PASSWORD });
    },
  },
  'POST /v1/auth/confirm-email': {
    event: { action: 'email.change', subjectKind: 'user', after: { email: 'changed@example.com' } },
    act: async ({ api, person }) => {
      const token = await tokenFor(api, 'confirm-email', person.id, { newEmail: 'changed@example.com' });
      return send(api.http.post('/v1/auth/confirm-email'), { token });
    },
  },
  'POST /v1/auth/undo-email': {
    event: { action: 'email.undo', subjectKind: 'user', after: { email: 'former@example.com' } },
    act: async ({ api, person }) => {
      const token = await tokenFor(api, 'undo-email', person.id, { oldEmail: 'former@example.com' });
      return send(api.http.post('/v1/auth/undo-email'), { token });
    },
  },
  'POST /v1/me/email': {
    event: { action: 'email.request-change', subjectKind: 'user', after: { email: 'asked@example.com' } },
    act: ({ api, person }) =>
      asked(
        api,
        send(person.requests.post('/v1/me/email', { newEmail: 'asked@example.com', currentPassword: PASSWORD })),
      ),
  },
  'POST /v1/users': {
    event: { action: 'user.create', after: { email: 'invited@example.com', name: 'Invited', role: 'USER' } },
    act: ({ admin }) => send(admin.post('/v1/users', { email: 'invited@example.com', name: 'Invited' })),
  },
  'POST /v1/users/:id/invitation': {
    event: { action: 'user.invite', subjectKind: 'user' },
    act: async ({ api, admin }) => {
      const { id } = await makeUser(api, { isUnverified: true });
      return send(admin.post(`/v1/users/${id}/invitation`));
    },
  },
  'POST /v1/mails/:id/retry': {
    event: { action: 'mail.retry', subjectKind: 'mail' },
    act: async ({ api, admin }) => {
      const id = randomUUID();
      await api.database.execute(
        `INSERT INTO mails (id, kind, recipient, data, status, attempts, created_at)
         VALUES (?, 'account-erased', 'gone@example.com', '{"name":"Gone"}', 'dead', 16, 1)`,
        [id],
      );
      return send(admin.post(`/v1/mails/${id}/retry`));
    },
  },
  'POST /v1/auth/logout': {
    event: { action: 'session.end', subjectKind: 'session' },
    act: ({ api, person }) => send(api.http.post('/v1/auth/logout'), { refreshToken: person.refreshToken }),
  },
  'POST /v1/auth/logout-all': {
    event: { action: 'session.end-all', subjectKind: 'user' },
    act: ({ person }) => send(person.requests.post('/v1/auth/logout-all')),
  },
  'POST /v1/auth/reauthenticate': {
    event: { action: 'session.reauthenticate', subjectKind: 'user' },
    act: ({ person }) => send(person.requests.post('/v1/auth/reauthenticate', { password: PASSWORD })),
  },
  'DELETE /v1/me': {
    event: { action: 'user.delete', subjectKind: 'user', after: { eraseAt: expect.any(String) as string } },
    act: ({ person }) => send(person.requests.delete('/v1/me', { currentPassword: PASSWORD })),
  },
  'POST /v1/me/keep': {
    event: { action: 'user.keep', subjectKind: 'user' },
    act: async ({ api, person }) => {
      await endingSoon(api, person.id);
      return send(person.requests.post('/v1/me/keep'));
    },
  },
  'POST /v1/auth/keep-account': {
    event: { action: 'user.keep', subjectKind: 'user' },
    act: async ({ api, person }) => {
      await endingSoon(api, person.id);
      const token = await tokenFor(api, 'keep-account', person.id);
      return send(api.http.post('/v1/auth/keep-account'), { token });
    },
  },
  'DELETE /v1/users/:id': {
    event: { action: 'user.delete', subjectKind: 'user', after: { eraseAt: expect.any(String) as string } },
    act: ({ admin, person }) => send(admin.delete(`/v1/users/${person.id}`)),
  },
  'POST /v1/users/:id/restore': {
    event: { action: 'user.restore', subjectKind: 'user' },
    act: async ({ api, admin, person }) => {
      await endingSoon(api, person.id);
      return send(admin.post(`/v1/users/${person.id}/restore`));
    },
  },
  'PATCH /v1/me': {
    event: { action: 'user.update', before: { name: 'Ada Lovelace' }, after: { name: 'Ada King' } },
    act: ({ person }) => send(person.requests.patch('/v1/me', { name: 'Ada King' })),
  },
  'POST /v1/me/password': {
    event: { action: 'password.change', subjectKind: 'user' },
    act: ({ person }) =>
      send(person.requests.post('/v1/me/password', { currentPassword: PASSWORD, newPassword: NEW_PASSWORD })),
  },
  'POST /v1/me/api-keys': {
    event: { action: 'api-key.create', subjectKind: 'api-key' },
    act: ({ person }) => send(person.requests.post('/v1/me/api-keys', API_KEY)),
  },
  'DELETE /v1/me/api-keys/:id': {
    event: {
      action: 'api-key.revoke',
      subjectKind: 'api-key',
      before: { name: API_KEY.name, scopes: API_KEY.scopes },
    },
    act: async ({ person }) => {
      return send(person.requests.delete(await newIn('/v1/me/api-keys', API_KEY, person.requests)));
    },
  },
  'DELETE /v1/users/:id/api-keys/:keyId': {
    event: { action: 'api-key.revoke', subjectKind: 'api-key' },
    act: async ({ admin, person }) => {
      const key = await newIn('/v1/me/api-keys', API_KEY, person.requests);
      return send(admin.delete(key.replace('/v1/me/', `/v1/users/${person.id}/`)));
    },
  },
  'POST /v1/auth/oauth/:provider': {
    event: { action: 'session.start', subjectKind: 'user', after: { provider: 'oidc' } },
    act: async ({ api }) => {
      const request = api.http.post('/v1/auth/oauth/oidc').set(...webClient(api, { ip: '127.0.0.1' }));
      return send(request, await provider.idToken(OURS, { email: `${randomUUID()}@example.com` }));
    },
  },
  'POST /v1/me/identities': {
    event: { action: 'identity.link', subjectKind: 'user' },
    act: ({ api, person }) => linked(api, person.requests),
  },
  'DELETE /v1/me/identities/:id': {
    event: { action: 'identity.unlink', subjectKind: 'user' },
    act: async ({ api, person }) => {
      const { body } = await linked(api, person.requests);
      return send(person.requests.delete(`/v1/me/identities/${(body as { id: string }).id}`));
    },
  },
  'DELETE /v1/me/sessions/:id': {
    event: { action: 'session.revoke', subjectKind: 'session' },
    act: ({ person }) => send(person.requests.delete(`/v1/me/sessions/${person.otherSessionId}`)),
  },
  'PATCH /v1/users/:id': {
    event: {
      action: 'user.disable',
      before: { name: 'Ada Lovelace', disabled: false },
      after: { name: 'Gone', disabled: true },
    },
    act: ({ admin, person }) => send(admin.patch(`/v1/users/${person.id}`, { disabled: true, name: 'Gone' })),
  },
  'PUT /v1/users/:id/role': {
    event: { action: 'user.set-role', before: { role: 'USER' }, after: { role: 'ADMIN' } },
    act: ({ admin, person }) => send(admin.put(`/v1/users/${person.id}/role`, { role: 'ADMIN' })),
  },
  'DELETE /v1/users/:id/sessions': {
    event: { action: 'user.sign-out', subjectKind: 'user' },
    act: ({ admin, person }) => send(admin.delete(`/v1/users/${person.id}/sessions`)),
  },
  'POST /v1/roles': {
    event: { action: 'role.create', subjectId: 'CLERK', after: { name: 'Clerk', grants: { 'users:read': 'any' } } },
    act: ({ admin }) => send(admin.post('/v1/roles', { key: 'CLERK', name: 'Clerk', grants: { 'users:read': 'any' } })),
  },
  'PUT /v1/roles/:key': {
    event: {
      action: 'role.update',
      subjectId: 'SPARE',
      before: { grants: {} },
      after: { grants: { 'audit:read': 'any' } },
    },
    act: ({ admin }) =>
      send(admin.put('/v1/roles/SPARE', { name: 'SPARE', grants: { 'audit:read': 'any' } }).set('if-match', IF_MATCH)),
  },
  'DELETE /v1/roles/:key': {
    event: { action: 'role.delete', subjectId: 'SPARE', before: { name: 'SPARE', grants: {} } },
    act: ({ admin }) => send(admin.delete('/v1/roles/SPARE')),
  },
  'POST /v1/resources': {
    event: { action: 'resource.create', after: { title: 'Plan', body: '', visibility: 'private' } },
    act: ({ person }) => send(person.requests.post('/v1/resources', { title: 'Plan' })),
  },
  'PATCH /v1/resources/:id': {
    event: { action: 'resource.update', before: { title: 'Draft' }, after: { title: 'Final' } },
    act: async ({ person }) => {
      const path = await newIn('/v1/resources', { title: 'Draft' }, person.requests);
      return send(person.requests.patch(path, { title: 'Final' }).set('if-match', IF_MATCH));
    },
  },
  'DELETE /v1/resources/:id': {
    event: { action: 'resource.delete', before: { title: 'Draft', body: '', visibility: 'private' } },
    act: async ({ person }) =>
      send(person.requests.delete(await newIn('/v1/resources', { title: 'Draft' }, person.requests))),
  },
  'POST /v1/resources/:id/restore': {
    event: { action: 'resource.restore', subjectKind: 'resource' },
    act: async ({ person }) => {
      const path = await newIn('/v1/resources', { title: 'Draft' }, person.requests);
      await person.requests.delete(path).expect(204);
      return send(person.requests.post(`${path}/restore`));
    },
  },
};

/** Doors whose ordinary use is no change to speak of, and why. */
const SILENT: Record<string, string> = {
  'POST /v1/auth/inspect-token': 'looks at a token and changes nothing',
  'POST /v1/auth/refresh': 'the session goes on as it was; a replay is recorded, see below',
};

describe('the record of what happened', () => {
  let api: TestApp;
  beforeAll(async () => {
    provider = await DevProvider.start(OURS);
    api = await startApp(provider.settingsFor(OURS));
  });
  afterAll(async () => {
    await api.close();
    await provider.stop();
  });

  const doors = () =>
    api.app
      .get(Doors)
      .list()
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => `${method} ${path}`);

  it('knows every door that changes something', () => {
    expect(Object.keys({ ...SCENARIOS, ...SILENT }).toSorted()).toEqual(doors().toSorted());
  });

  it.each(Object.entries(SCENARIOS))(
    'gets exactly one event from %s',
    async (_door, { event, isByNobody = false, act }) => {
      await api.database.execute(`DELETE FROM roles WHERE \`key\` IN ('SPARE', 'CLERK')`);
      await makeRole(api, 'SPARE', {});
      const scene = await sceneOf(api);
      const before = new Set((await eventsOf(api)).map(({ id }) => id));
      const answer = await act(scene);
      expect(answer.status).toBeLessThan(300);
      const made = (await eventsOf(api)).filter(({ id }) => !before.has(id));
      const last = made.at(-1);
      // What a scenario does before its act leaves events of its own.
      expect(made.filter(({ action }) => action === event.action)).toHaveLength(1);
      expect(last).toMatchObject({
        outcome: 'success',
        ip: expect.stringMatching(/^(127\.0\.0\.1|::1)$/) as string,
        ...event,
      });
      expect(last?.requestId).toMatch(/^[\w-]{8,64}$/);
      const isNobody = [last?.actorRole, last?.actorId].every((value) => value === null);
      expect(isNobody).toBe(isByNobody);
      if (!isByNobody) expect(last?.actorRole).toMatch(/^(ADMIN|USER)$/);
    },
  );

  it('gets no event where nothing changed', async () => {
    const { admin, person } = await sceneOf(api);
    const count = async () => (await eventsOf(api)).length;
    const before = await count();
    await admin.put(`/v1/users/${person.id}/role`, { role: 'USER' }).expect(200);
    await admin.patch(`/v1/users/${person.id}`, { name: 'Ada Lovelace', disabled: false }).expect(200);
    await person.requests.patch('/v1/me', {}).expect(200);
    await api.http.post('/v1/auth/logout').send({ refreshToken: 'nonsense' }).expect(204);
    expect(await count()).toBe(before);
  });

  it('loses the event with the change when the unit of work fails', async () => {
    const { admin, person } = await sceneOf(api);
    const before = (await eventsOf(api)).length;
    await admin.put(`/v1/users/${person.id}/role`, { role: 'NO_SUCH' }).expect(422);
    await person.requests.post('/v1/me/password', { currentPassword: PASSWORD, newPassword: 'short' }).expect(422);
    expect(await eventsOf(api)).toHaveLength(before);
  });

  it('keeps a sign-in that failed, with whom it was about where that is known, and not with what was typed', async () => {
    const { email, id } = await makeUser(api);
    await api.http.post('/v1/auth/login').send({ email, password: 'wrong' }).expect(401);
    await api.http.post('/v1/auth/login').send({ email: 'my-password-by-mistake', password: 'x' }).expect(401);
    const [known, unknown] = (await eventsOf(api)).slice(-2);
    expect(known).toMatchObject({ action: 'session.start', outcome: 'failure', subjectId: id, actorId: null });
    expect(unknown).toMatchObject({ action: 'session.start', outcome: 'failure', subjectId: null, actorId: null });
    expect(JSON.stringify(unknown)).not.toContain('mistake');
  });

  it('keeps a wrong current password', async () => {
    const { user, tokens } = await signedInUser(api);
    await requestsOf(api, tokens)
      .post('/v1/me/password', { currentPassword: 'wrong', newPassword: NEW_PASSWORD })
      .expect(422);
    expect((await eventsOf(api)).at(-1)).toMatchObject({
      action: 'password.change',
      outcome: 'failure',
      actorId: user.id,
    });
  });

  it('keeps a replay, once, with the session that it ended', async () => {
    const { user, tokens } = await signedInUser(api);
    const renew = (refreshToken: string) => api.http.post('/v1/auth/refresh').send({ refreshToken });
    const second = (await renew(tokens.refreshToken).expect(200)).body as { refreshToken: string; accessToken: string };
    await requestsOf(api, { ...tokens, ...second })
      .get('/v1/me')
      .expect(200);
    await renew(second.refreshToken).expect(200);
    api.clock.advance(31_000);
    await renew(tokens.refreshToken).expect(401);
    await renew(tokens.refreshToken).expect(401);
    const replays = (await eventsOf(api)).filter(
      ({ action, actorId }) => action === 'session.replay' && actorId === user.id,
    );
    expect(replays).toEqual([
      expect.objectContaining({ outcome: 'failure', after: { presentedGeneration: 1, currentGeneration: 3 } }),
    ]);
    api.clock.advance(-31_000);
  });

  it('keeps who was refused at a door of the administration, and what they wanted', async () => {
    const { admin, person } = await sceneOf(api);
    const before = (await eventsOf(api)).length;
    await person.requests.get('/v1/users').expect(403);
    await person.requests.put('/v1/roles/SPARE', { name: 'x', grants: {} }).expect(403);
    const own = ((await admin.get('/v1/me').expect(200)).body as { id: string }).id;
    await admin.put(`/v1/users/${own}/role`, { role: 'USER' }).expect(403);
    // At their own doors people are refused for other reasons, and nobody is looking for those.
    await api.http.get('/v1/users').expect(401);
    const made = (await eventsOf(api)).slice(before);
    expect(made.map(({ action, outcome, subjectId, after }) => [action, outcome, subjectId, after])).toEqual([
      ['door.pass', 'refused', 'GET /v1/users', undefined],
      ['door.pass', 'refused', 'PUT /v1/roles/:key', { id: 'SPARE' }],
      ['door.pass', 'refused', 'PUT /v1/users/:id/role', { id: own }],
    ]);
  });

  it('holds no password, no hash and no token, whatever was done', async () => {
    const { tokens, user } = await signedInUser(api);
    await requestsOf(api, tokens)
      .post('/v1/me/password', { currentPassword: PASSWORD, newPassword: NEW_PASSWORD })
      .expect(204);
    await api.http.post('/v1/auth/login').send({ email: user.email, password: NEW_PASSWORD }).expect(200);
    const everything = JSON.stringify(await eventsOf(api));
    for (const secret of [PASSWORD, NEW_PASSWORD, tokens.accessToken, tokens.refreshToken, '$argon2id$'])
      expect(everything).not.toContain(secret);
  });

  it('cuts a long text, and says how long it was', async () => {
    const { tokens } = await signedInUser(api);
    const body = '\u{1F511}'.repeat(9_000);
    await requestsOf(api, tokens).post('/v1/resources', { title: 'Long', body }).expect(201);
    const { after } = (await eventsOf(api)).at(-1) ?? {};
    expect(after?.body).toBe(`${'\u{1F511}'.repeat(1_000)}… (9000 characters)`);
  });
});

async function sceneOf(api: TestApp): Promise<Scene> {
  const { tokens: adminTokens } = await signedInUser(api, { role: 'ADMIN' });
  const { user, tokens } = await signedInUser(api);
  const other = await signIn(api, user);
  const requests = requestsOf(api, tokens);
  const { items } = (await requestsOf(api, other).get('/v1/me/sessions').expect(200)).body as {
    items: { id: string; current: boolean }[];
  };
  const otherSessionId = items.find(({ current }) => current)?.id ?? '';
  const person = { id: user.id, email: user.email, requests, refreshToken: tokens.refreshToken, otherSessionId };
  return { api, admin: requestsOf(api, adminTokens), person };
}

/** Makes a row, and gives its address. */
async function newIn(collection: string, content: object, requests: Requests): Promise<string> {
  const { body } = await requests.post(collection, content).expect(201);
  return `${collection}/${(body as { id: string }).id}`;
}

async function send(request: PromiseLike<{ status: number }> & { send(body: object): typeof request }, body?: object) {
  return body ? request.send(body) : request;
}
