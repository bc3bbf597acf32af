import { SessionPurgeService } from '../src/sessions/session-purge.service';
import { makeUser, signIn } from './builders';
import { startApp, type TestApp } from './start-app';

const DAY_MS = 86_400_000;

describe('sessions that are over', () => {
  let api: TestApp;
  beforeAll(async () => {
    api = await startApp();
  });
  afterAll(() => api.close());

  it('are kept for thirty days after their end, signed out or expired, and deleted then', async () => {
    const user = await makeUser(api);
    const { refreshToken } = await signIn(api, user);
    await signIn(api, user);
    await api.http.post('/v1/auth/logout').send({ refreshToken }).expect(204);
    const purge = () => api.app.get(SessionPurgeService).purge();

    api.clock.advance(29 * DAY_MS);
    expect(await purge()).toBe(0);
    // Signed out more than thirty days ago; the other one expired a day or two ago.
    api.clock.advance(3 * DAY_MS);
    expect(await purge()).toBe(1);
    api.clock.advance(30 * DAY_MS);
    expect(await purge()).toBe(1);
    expect(await api.database.query('SELECT id FROM sessions')).toEqual([]);
  });
});
