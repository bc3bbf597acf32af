import { USER_GRANTS } from '../src/access/permissions';
import { bearer, makeUser, PASSWORD, signedInUser, signIn } from './builders';
import { startApp, type TestApp } from './start-app';

describe('signing in and out', () => {
  let api: TestApp;

  beforeAll(async () => {
    api = await startApp();
  });
  afterAll(() => api.close());

  const login = (email: string, password = PASSWORD) => api.http.post('/v1/auth/login').send({ email, password });

  it('answers a right password with a token pair and the person', async () => {
    const user = await makeUser(api, { name: 'Grace Hopper' });
    const answer = await login(user.email);
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toEqual({
      tokenType: 'Bearer',
      accessToken: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/) as string,
      expiresIn: 900,
      refreshToken: expect.stringMatching(/^lkr_[\w-]+$/) as string,
      refreshExpiresIn: 14 * 86_400,
      user: {
        id: user.id,
        email: user.email,
        name: 'Grace Hopper',
        role: 'USER',
        permissions: USER_GRANTS,
      },
    });
  });

  it('finds the account in any letter case, with blanks around', async () => {
    const user = await makeUser(api);
    await login(` ${user.email.toUpperCase()} `).expect(200);
  });

  it('gives one and the same answer for every reason to refuse', async () => {
    const active = await makeUser(api);
    const disabled = await makeUser(api, { isDisabled: true });
    const unverified = await makeUser(api, { isUnverified: true });
    const passwordless = await makeUser(api, { hasNoPassword: true });
    const answers = [
      await login(active.email, 'wrong horse battery staple'),
      await login('nobody@example.com'),
      await login('not an address'),
      await login(disabled.email),
      await login(unverified.email),
      await login(passwordless.email),
      await login(passwordless.email, ''.padEnd(15, '\u0000')),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect({ ...answer.body, requestId: '' }).toEqual({
        type: 'urn:latchkey:problem:invalid_credentials',
        title: 'Wrong e-mail or password.',
        status: 401,
        code: 'invalid_credentials',
        requestId: '',
      });
    }
  });

  it('takes one password typed in two Unicode forms as one', async () => {
    const { tokens, user } = await signedInUser(api);
    const newPassword = 'une clé très bien cachée';
    await api.http
      .post('/v1/me/password')
      .set(...bearer(tokens))
      .send({ currentPassword: PASSWORD, newPassword: newPassword.normalize('NFD') })
      .expect(204);
    await login(user.email, newPassword.normalize('NFC')).expect(200);
  });

  it('signs out by refresh token, by access token, and again without complaint', async () => {
    const user = await makeUser(api);
    const byRefreshToken = await signIn(api, user);
    const byAccessToken = await signIn(api, user);
    const logout = (body: object) => api.http.post('/v1/auth/logout').send(body);

    await logout({ refreshToken: byRefreshToken.refreshToken }).expect(204);
    await logout({ refreshToken: byRefreshToken.refreshToken }).expect(204);
    await api.http
      .get('/v1/me')
      .set(...bearer(byRefreshToken))
      .expect(401);
    await api.http
      .get('/v1/me')
      .set(...bearer(byAccessToken))
      .expect(200);

    await api.http
      .post('/v1/auth/logout')
      .set(...bearer(byAccessToken))
      .expect(204);
    await api.http
      .post('/v1/auth/logout')
      .set(...bearer(byAccessToken))
      .expect(204);
    await api.http
      .get('/v1/me')
      .set(...bearer(byAccessToken))
      .expect(401);
    await logout({}).expect(204);
    await logout({ refreshToken: 'lkr_nonsense' }).expect(204);
  });

  it('signs out everywhere', async () => {
    const user = await makeUser(api);
    const pairs = [await signIn(api, user), await signIn(api, user)];
    await api.http
      .post('/v1/auth/logout-all')
      .set(...bearer(pairs[0]!))
      .expect(204);
    for (const pair of pairs) {
      await api.http
        .get('/v1/me')
        .set(...bearer(pair))
        .expect(401);
      await api.http.post('/v1/auth/refresh').send({ refreshToken: pair.refreshToken }).expect(401);
    }
  });

  it('keeps at most 50 sessions a person and ends the one idle for longest', async () => {
    const user = await makeUser(api);
    const first = await signIn(api, user);
    for (let i = 0; i < 49; i++) await signIn(api, user);
    await api.http
      .get('/v1/me')
      .set(...bearer(first))
      .expect(200);
    const last = await signIn(api, user);
    await api.http
      .get('/v1/me')
      .set(...bearer(first))
      .expect(401);
    const { body } = await api.http
      .get('/v1/me/sessions')
      .set(...bearer(last))
      .expect(200);
    expect(body.items).toHaveLength(50);
  });

  describe('changing the password', () => {
    const change = (tokens: { accessToken: string }, currentPassword: string, newPassword: string) =>
      api.http
        .post('/v1/me/password')
        .set(...bearer(tokens))
        .send({ currentPassword, newPassword });

    it('ends the other sessions and keeps this one', async () => {
      const user = await makeUser(api);
      const here = await signIn(api, user);
      const there = await signIn(api, user);
      await change(here, PASSWORD, 'a wholly different phrase').expect(204);
      await api.http
        .get('/v1/me')
        .set(...bearer(here))
        .expect(200);
      await api.http
        .get('/v1/me')
        .set(...bearer(there))
        .expect(401);
      await api.http.post('/v1/auth/refresh').send({ refreshToken: there.refreshToken }).expect(401);
      await login(user.email, PASSWORD).expect(401);
      await login(user.email, 'a wholly different phrase').expect(200);
    });

    it('says at the field that the current password is wrong, and changes nothing', async () => {
      const { tokens, user } = await signedInUser(api);
      const answer = await change(tokens, 'not the password at all', 'a wholly different phrase').expect(422);
      expect(answer.body.errors).toEqual([
        { field: 'currentPassword', code: 'incorrect', message: 'This is not your current password.' },
      ]);
      await login(user.email).expect(200);
    });

    it('refuses a password that is short, personal or monotonous, and says what would do', async () => {
      const { tokens } = await signedInUser(api, { email: 'ada.lovelace@example.com', name: 'Ada Lovelace' });
      const cases: [string, string][] = [
        ['fourteen chars', 'too_short'],
        ['x'.repeat(129), 'too_long'],
        ['Lovelace-Latchkey', 'personal'],
        ['ababababababababab', 'repetitive'],
      ];
      for (const [newPassword, code] of cases) {
        const answer = await change(tokens, PASSWORD, newPassword).expect(422);
        expect(answer.body.errors).toMatchObject([{ field: 'newPassword', code }]);
      }
    });

    it('lets one of two changes at once win, and the other say so', async () => {
      const { tokens, user } = await signedInUser(api);
      const phrases = ['the first new phrase', 'the second new phrase'];
      const answers = await Promise.all(phrases.map((phrase) => change(tokens, PASSWORD, phrase)));
      const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
      expect(statuses).toEqual([204, 409]);
      const winner = phrases[answers.findIndex(({ status }) => status === 204)]!;
      await login(user.email, winner).expect(200);
    });
  });

  describe('the list of sessions', () => {
    it('shows where the caller is signed in and marks the one that asks', async () => {
      const user = await makeUser(api);
      await api.http
        .post('/v1/auth/login')
        .set('user-agent', 'Old Phone/1.0')
        .send({ email: user.email, password: PASSWORD });
      const here = await signIn(api, user);
      const { body } = await api.http
        .get('/v1/me/sessions')
        .set(...bearer(here))
        .expect(200);
      expect(body.items).toHaveLength(2);
      expect(body.items.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
      expect(body.items[1]).toMatchObject({ userAgent: 'Old Phone/1.0', ip: '127.0.0.1', current: false });
    });

    it("ends one session, and hides another person's exactly like a missing one", async () => {
      const user = await makeUser(api);
      const [here, there] = [await signIn(api, user), await signIn(api, user)];
      const stranger = await signedInUser(api);
      const { body } = await api.http
        .get('/v1/me/sessions')
        .set(...bearer(here))
        .expect(200);
      const other = body.items.find(({ current }: { current: boolean }) => !current).id as string;

      const foreign = await api.http
        .delete(`/v1/me/sessions/${other}`)
        .set(...bearer(stranger.tokens))
        .expect(404);
      const missing = await api.http
        .delete('/v1/me/sessions/01890000-0000-7000-8000-000000000000')
        .set(...bearer(stranger.tokens))
        .expect(404);
      expect({ ...foreign.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' });
      await api.http
        .get('/v1/me')
        .set(...bearer(there))
        .expect(200);

      await api.http
        .delete(`/v1/me/sessions/${other}`)
        .set(...bearer(here))
        .expect(204);
      await api.http
        .get('/v1/me')
        .set(...bearer(there))
        .expect(401);
      await api.http
        .delete(`/v1/me/sessions/${other}`)
        .set(...bearer(here))
        .expect(404);
    });

    it('lets an administrator see and end the sessions of a person, and nobody else', async () => {
      const admin = await signedInUser(api, { role: 'ADMIN' });
      const user = await signedInUser(api);
      const path = `/v1/users/${user.user.id}/sessions`;
      await api.http
        .get(path)
        .set(...bearer(user.tokens))
        .expect(403);
      await api.http
        .delete(path)
        .set(...bearer(user.tokens))
        .expect(403);
      const { body } = await api.http
        .get(path)
        .set(...bearer(admin.tokens))
        .expect(200);
      expect(body.items).toHaveLength(1);
      await api.http
        .delete(path)
        .set(...bearer(admin.tokens))
        .expect(204);
      await api.http
        .get('/v1/me')
        .set(...bearer(user.tokens))
        .expect(401);
      await api.http
        .get('/v1/users/01890000-0000-7000-8000-000000000000/sessions')
        .set(...bearer(admin.tokens))
        .expect(404);
    });
  });
});
