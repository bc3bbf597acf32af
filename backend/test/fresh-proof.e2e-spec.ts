import { eventsOf } from './audit-events';
import { makeUser, PASSWORD, signedInUser } from './builders';
import { fieldsOf, requestsOf, type Requests } from './requests';
import { startApp, type TestApp } from './start-app';

const MINUTE_MS = 60_000;

describe('a fresh proof of identity', () => {
  let api: TestApp;
  let admin: Requests;
  let personId: string;

  beforeAll(async () => {
    // Far longer than any wait of these tests.
    api = await startApp({ ACCESS_TOKEN_TTL_SECONDS: '3600' });
    personId = (await makeUser(api)).id;
  });
  beforeEach(async () => {
    admin = requestsOf(api, (await signedInUser(api, { role: 'ADMIN' })).tokens);
  });
  afterAll(() => api.close());

  const setRole = () => admin.put(`/v1/users/${personId}/role`, { role: 'USER' });
  const prove = (password: string) => admin.post('/v1/auth/reauthenticate', { password });

  it('is the sign-in itself, for ten minutes', async () => {
    api.clock.advance(10 * MINUTE_MS - 5_000);
    await setRole().expect(200);
    api.clock.advance(5_000 + 1_000);
    const { body } = await setRole().expect(403);
    expect(body).toMatchObject({ code: 'reauthentication_required', title: 'Prove who you are again to do this.' });
  });

  it('is the password once more, at once and in this session only', async () => {
    const other = requestsOf(api, (await signedInUser(api, { role: 'ADMIN' })).tokens);
    api.clock.advance(11 * MINUTE_MS);
    await setRole().expect(403);
    await prove(PASSWORD).expect(204);
    await setRole().expect(200);
    await other.put(`/v1/users/${personId}/role`, { role: 'USER' }).expect(403);
    api.clock.advance(11 * MINUTE_MS);
    await setRole().expect(403);
  });

  it('is not a renewed token', async () => {
    const { tokens } = await signedInUser(api, { role: 'ADMIN' });
    api.clock.advance(11 * MINUTE_MS);
    const { body } = await api.http.post('/v1/auth/refresh').send({ refreshToken: tokens.refreshToken }).expect(200);
    const renewed = requestsOf(api, body as typeof tokens);
    const { body: refusal } = await renewed.put(`/v1/users/${personId}/role`, { role: 'USER' }).expect(403);
    expect(refusal).toMatchObject({ code: 'reauthentication_required' });
  });

  it('is no wrong password, which leaves everything as it was', async () => {
    api.clock.advance(11 * MINUTE_MS);
    const answer = await prove('not the password at all').expect(422);
    expect(fieldsOf(answer)).toEqual(['password: incorrect']);
    await setRole().expect(403);
    // To be asked for the password is no refusal for the record; to give a wrong one is.
    const last = (await eventsOf(api)).slice(-2).map(({ action, outcome }) => `${action} ${outcome}`);
    expect(last).toEqual(['session.start success', 'session.reauthenticate failure']);
  });

  it('is not asked of somebody who may not do it anyway', async () => {
    const user = requestsOf(api, (await signedInUser(api)).tokens);
    api.clock.advance(11 * MINUTE_MS);
    const { body } = await user.put(`/v1/users/${personId}/role`, { role: 'USER' }).expect(403);
    expect(body).toMatchObject({ code: 'permission_denied' });
  });
});
