import { USER_GRANTS } from '../src/access/permissions';
import type { MeDto } from '../src/users/users.dto';
import { PASSWORD, signedInUser } from './builders';
import { fieldsOf, requestsOf } from './requests';
import { startApp, type TestApp } from './start-app';

describe('the caller', () => {
  let api: TestApp;

  beforeAll(async () => {
    api = await startApp();
  });
  afterAll(() => api.close());

  it('sees the own account with what it may do, and nothing that is not promised', async () => {
    const { user, tokens } = await signedInUser(api, { name: 'Ada Lovelace' });
    const answer = await requestsOf(api, tokens).get('/v1/me').expect(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toEqual({
      id: user.id,
      email: user.email,
      name: 'Ada Lovelace',
      role: 'USER',
      status: 'active',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      lastLoginAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      eraseAt: null,
      locale: null,
      passwordChangedAt: null,
      permissions: USER_GRANTS,
    });
  });

  it('knows since when it has had its password', async () => {
    const { tokens } = await signedInUser(api);
    const me = requestsOf(api, tokens);
    const newPassword = 'an entirely different sentence';
    const before = api.clock.now();
    await me.post('/v1/me/password', { currentPassword: PASSWORD, newPassword }).expect(204);
    const { passwordChangedAt } = (await me.get('/v1/me').expect(200)).body as MeDto;
    expect(Date.parse(passwordChangedAt ?? '')).toBeGreaterThanOrEqual(before);
  });

  it('renames itself, tidied, at once and nobody else', async () => {
    const { tokens } = await signedInUser(api, { name: 'Before' });
    const other = await signedInUser(api, { name: 'Before' });
    const me = requestsOf(api, tokens);

    const answer = await me.patch('/v1/me', { name: '  Zoe\u0308 Smith ' }).expect(200);
    expect(answer.body).toMatchObject({ name: 'Zoë Smith', permissions: { 'resources:read': 'own' } });
    expect((await me.get('/v1/me')).body).toEqual(answer.body);
    expect((await requestsOf(api, other.tokens).get('/v1/me')).body).toMatchObject({ name: 'Before' });
  });

  it('changes nothing when nothing is asked', async () => {
    const { tokens } = await signedInUser(api);
    const me = requestsOf(api, tokens);
    const before = (await me.get('/v1/me')).body as object;
    expect((await me.patch('/v1/me', {}).expect(200)).body).toEqual(before);
  });

  it('is found under the new name after it has renamed itself', async () => {
    const { user, tokens } = await signedInUser(api);
    const { tokens: adminTokens } = await signedInUser(api, { role: 'ADMIN' });
    await requestsOf(api, tokens).patch('/v1/me', { name: 'Ólafur Quixote' }).expect(200);
    const found = await requestsOf(api, adminTokens).get('/v1/users?search=olafur+quix').expect(200);
    expect(found.body).toMatchObject({ total: 1, items: [{ id: user.id }] });
  });

  it('must prove who it is', async () => {
    const nobody = requestsOf(api);
    for (const answer of [await nobody.get('/v1/me'), await nobody.patch('/v1/me', { name: 'Eve' })]) {
      expect(answer.status).toBe(401);
      expect(answer.body).toMatchObject({ code: 'authentication_required' });
    }
  });

  it.each<[string, object, string]>([
    ['an empty name', { name: '' }, 'name: text'],
    ['a name of blanks', { name: ' \t ' }, 'name: text'],
    ['a name that is too long', { name: 'x'.repeat(101) }, 'name: text'],
    ['a name with more variation selectors than fit', { name: '❤\uFE0F'.repeat(51) }, 'name: text'],
    ['a line break in a name', { name: 'Ada\nLovelace' }, 'name: text'],
    ['a NUL in a name', { name: 'Ada\u0000' }, 'name: text'],
    ['a name that turns the writing direction around', { name: '\u202Eada' }, 'name: text'],
    ['half a character', { name: '\ud800' }, 'name: text'],
    ['null', { name: null }, 'name: text'],
    ['a number', { name: 1 }, 'name: text'],
    ['a list', { name: ['Ada'] }, 'name: text'],
    ['an object', { name: { $ne: '' } }, 'name: text'],
    ['another role', { role: 'ADMIN' }, 'role: unknown_field'],
    ['another e-mail address', { email: 'eve@example.com' }, 'email: unknown_field'],
    ['another id', { id: 'x' }, 'id: unknown_field'],
    ['another status', { disabled: false }, 'disabled: unknown_field'],
    ['a password', { passwordHash: 'x' }, 'passwordHash: unknown_field'],
  ])('cannot give itself %s', async (_, body, refused) => {
    const { tokens } = await signedInUser(api);
    const me = requestsOf(api, tokens);
    const before = (await me.get('/v1/me')).body as object;
    const answer = await me.patch('/v1/me', body).expect(422);
    expect(fieldsOf(answer)).toEqual([refused]);
    expect((await me.get('/v1/me')).body).toEqual(before);
  });

  it('may have a name of a hundred emoji', async () => {
    const { tokens } = await signedInUser(api);
    const name = '😀'.repeat(100);
    const answer = await requestsOf(api, tokens).patch('/v1/me', { name }).expect(200);
    expect(answer.body).toMatchObject({ name });
  });
});
