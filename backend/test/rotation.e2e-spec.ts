import type { TokenPairDto } from '../src/auth/auth.dto';
import { bearer, makeUser, signedInUser, signIn, type TestUser } from './builders';
import { startApp, type TestApp } from './start-app';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;

describe('refreshing', () => {
  let api: TestApp;

  // One app for all: the clock only ever goes forward, and each test has a session of its own.
  beforeAll(async () => {
    api = await startApp();
  });
  afterAll(() => api.close());

  const refresh = (refreshToken: string) => api.http.post('/v1/auth/refresh').send({ refreshToken });
  const pair = async (refreshToken: string) => (await refresh(refreshToken).expect(200)).body as TokenPairDto;
  const me = (tokens: { accessToken: string }) => api.http.get('/v1/me').set(...bearer(tokens));
  const endedReason = async ({ id }: TestUser) => {
    const rows = await api.database.query<{ ended_reason: string | null }>(
      'SELECT ended_reason FROM sessions WHERE user_id = ?',
      [id],
    );
    return rows[0]?.ended_reason;
  };

  it('gives a successor, and both its tokens work', async () => {
    const { tokens } = await signedInUser(api);
    const next = await pair(tokens.refreshToken);
    expect(next.refreshToken).not.toBe(tokens.refreshToken);
    await me(next).expect(200);
    await pair(next.refreshToken);
  });

  it('gives one and the same successor to 20 at once', async () => {
    const { tokens } = await signedInUser(api);
    for (let trial = 0; trial < 20; trial++) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(tokens.refreshToken)));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
      const successors = new Set(answers.map(({ body }) => (body as TokenPairDto).refreshToken));
      expect(successors.size).toBe(1);
      tokens.refreshToken = [...successors][0]!;
    }
  });

  it('gives the current token to a superseded one inside the retry window, however many generations later', async () => {
    const { tokens } = await signedInUser(api);
    const second = await pair(tokens.refreshToken);
    const third = await pair(second.refreshToken);
    await me(third).expect(200);
    api.clock.advance(25 * SECOND);
    expect((await pair(tokens.refreshToken)).refreshToken).toBe(third.refreshToken);
    expect((await pair(second.refreshToken)).refreshToken).toBe(third.refreshToken);
  });

  it('gives the successor again for a day when nobody was seen to use it: the answer was lost', async () => {
    const { tokens } = await signedInUser(api);
    const lost = await pair(tokens.refreshToken);
    api.clock.advance(23 * HOUR);
    const again = await pair(tokens.refreshToken);
    expect(again.refreshToken).toBe(lost.refreshToken);
    await me(again).expect(200);
  });

  it('ends the session when a superseded token returns after its successor was used', async () => {
    const { tokens, user } = await signedInUser(api);
    const next = await pair(tokens.refreshToken);
    await me(next).expect(200);
    api.clock.advance(31 * SECOND);
    const answer = await refresh(tokens.refreshToken).expect(401);
    expect(answer.body).toMatchObject({ code: 'session_ended', reason: 'replayed' });
    expect(await endedReason(user)).toBe('replayed');
    await me(next).expect(401);
    expect((await refresh(next.refreshToken).expect(401)).body.reason).toBe('replayed');
  });

  it('says why the session ended to the holder of a genuine token, and to nobody else', async () => {
    const { tokens } = await signedInUser(api);
    await api.http.post('/v1/auth/logout').send({ refreshToken: tokens.refreshToken }).expect(204);
    expect((await refresh(tokens.refreshToken).expect(401)).body.reason).toBe('signed_out');
    const forged = Buffer.from(tokens.refreshToken.slice(4), 'base64url');
    forged[51] = forged[51]! ^ 1;
    const answer = await refresh(`lkr_${forged.toString('base64url')}`).expect(401);
    expect(answer.body).toMatchObject({ code: 'session_ended' });
    expect(answer.body).not.toHaveProperty('reason');
    const unused = await signedInUser(api);
    api.clock.advance(15 * DAY);
    expect((await refresh(unused.tokens.refreshToken).expect(401)).body.reason).toBe('expired');
  });

  it('ends the session when an unconfirmed token returns after more than a day', async () => {
    const { tokens, user } = await signedInUser(api);
    await pair(tokens.refreshToken);
    api.clock.advance(DAY + SECOND);
    await refresh(tokens.refreshToken).expect(401);
    expect(await endedReason(user)).toBe('replayed');
  });

  it('ends the session when a token two generations old returns after the window', async () => {
    const { tokens, user } = await signedInUser(api);
    const second = await pair(tokens.refreshToken);
    api.clock.advance(31 * SECOND);
    await pair(second.refreshToken);
    await refresh(tokens.refreshToken).expect(401);
    expect(await endedReason(user)).toBe('replayed');
  });

  it('ends nothing for a guessed, changed or foreign token', async () => {
    const mine = await signedInUser(api);
    const other = await signedInUser(api);
    const { refreshToken } = mine.tokens;
    const bytes = Buffer.from(refreshToken.slice(4), 'base64url');
    const withByte = (at: number) => {
      const changed = Buffer.from(bytes);
      changed[at] = changed[at]! ^ 1;
      return `lkr_${changed.toString('base64url')}`;
    };
    const mixed = Buffer.concat([
      bytes.subarray(0, 20),
      Buffer.from(other.tokens.refreshToken.slice(4), 'base64url').subarray(20),
    ]);
    const forged = [
      withByte(0),
      withByte(19),
      withByte(51),
      `lkr_${mixed.toString('base64url')}`,
      'lkr_',
      'x',
      refreshToken.slice(0, -1),
    ];
    for (const token of forged) {
      const answer = await refresh(token).expect(401);
      expect(answer.body.code).toBe('session_ended');
      expect(answer.headers['www-authenticate']).toContain('error="session_ended"');
    }
    await me(mine.tokens).expect(200);
    await pair(refreshToken);
  });

  it('slides the idle end, never the absolute one', async () => {
    const { tokens } = await signedInUser(api);
    let current = tokens;
    for (let day = 0; day < 29; day += 10) {
      api.clock.advance(day === 0 ? 0 : 10 * DAY);
      current = await pair(current.refreshToken);
    }
    // 20 days in: the idle end would be at 34 days, the absolute one is at 30.
    expect(current.refreshExpiresIn).toBeLessThanOrEqual(10 * 86_400);
    api.clock.advance(10 * DAY);
    await refresh(current.refreshToken).expect(401);
    await me(current).expect(401);
  });

  it('ends a session that was idle for 14 days', async () => {
    const { tokens } = await signedInUser(api);
    api.clock.advance(14 * DAY + SECOND);
    await refresh(tokens.refreshToken).expect(401);
  });

  it('refuses an access token after 15 minutes and renews it', async () => {
    const { tokens } = await signedInUser(api);
    api.clock.advance(900 * SECOND);
    const answer = await me(tokens).expect(401);
    expect(answer.body.code).toBe('invalid_token');
    await me(await pair(tokens.refreshToken)).expect(200);
  });

  it('refuses a disabled person at once, access token and refresh token alike', async () => {
    const admin = await signedInUser(api, { role: 'ADMIN' });
    const { tokens, user } = await signedInUser(api);
    await me(tokens).expect(200);
    await api.http
      .patch(`/v1/users/${user.id}`)
      .set(...bearer(admin.tokens))
      .send({ disabled: true })
      .expect(200);
    await me(tokens).expect(401);
    await refresh(tokens.refreshToken).expect(401);
    await api.http
      .patch(`/v1/users/${user.id}`)
      .set(...bearer(admin.tokens))
      .send({ disabled: false })
      .expect(200);
    await refresh(tokens.refreshToken).expect(401);
  });

  it('lets no refresh succeed once signing out everywhere was acknowledged', async () => {
    const user = await makeUser(api);
    for (let trial = 0; trial < 10; trial++) {
      const tokens = await signIn(api, user);
      const storm = Array.from({ length: 10 }, () => refresh(tokens.refreshToken));
      const [, ...answers] = await Promise.all([
        api.http
          .post('/v1/auth/logout-all')
          .set(...bearer(tokens))
          .expect(204),
        ...storm,
      ]);
      const successor = answers.find(({ status }) => status === 200)?.body as TokenPairDto | undefined;
      await refresh(successor?.refreshToken ?? tokens.refreshToken).expect(401);
      if (successor) await me(successor).expect(401);
    }
  });
});

describe('refreshing with REFRESH_RETRY_SECONDS=0', () => {
  it('is strict single use', async () => {
    const api = await startApp({ REFRESH_RETRY_SECONDS: '0' });
    const { tokens } = await signedInUser(api);
    await api.http.post('/v1/auth/refresh').send({ refreshToken: tokens.refreshToken }).expect(200);
    await api.http.post('/v1/auth/refresh').send({ refreshToken: tokens.refreshToken }).expect(401);
    await api.close();
  });
});
