import { makeRole, signedInUser } from './builders';
import { requestsOf } from './requests';
import { startApp, type TestApp } from './start-app';

describe('the list of roles', () => {
  let api: TestApp;

  beforeAll(async () => {
    api = await startApp();
  });
  afterAll(() => api.close());

  it('shows every role with what it grants, the built-in ones first', async () => {
    await makeRole(api, 'A_FIRST', { 'users:read': 'any', 'no-such:permission': 'any', 'users:update': 'own' });
    const { tokens } = await signedInUser(api, { role: 'ADMIN' });
    const answer = await requestsOf(api, tokens).get('/v1/roles').expect(200);
    const { items } = answer.body as { items: { key: string; grants: Record<string, string> }[] };
    expect(items.map(({ key }) => key)).toEqual(['ADMIN', 'USER', 'A_FIRST']);
    expect(items[0]).toMatchObject({ name: 'Administrator', builtIn: true, grants: { 'users:set-role': 'any' } });
    expect(items[2]).toEqual({ key: 'A_FIRST', name: 'A_FIRST', builtIn: false, grants: { 'users:read': 'any' } });
  });

  it('is for those who may read roles', async () => {
    await requestsOf(api).get('/v1/roles').expect(401);
    await requestsOf(api, (await signedInUser(api)).tokens)
      .get('/v1/roles')
      .expect(403);
  });
});
