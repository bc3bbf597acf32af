import type { UserDto } from '../src/users/users.dto';
import { eventsOf } from './audit-events';
import { makeRole, makeUser, PASSWORD, signedInUser, signIn, type TestUser } from './builders';
import { Mailbox, tokenIn } from './mailbox';
import { fieldsOf, requestsOf, type Requests } from './requests';
import { startApp, type TestApp } from './start-app';

const DAY_MS = 86_400_000;
const GRACE_MS = 14 * DAY_MS;

interface Person {
  user: TestUser;
  requests: Requests;
  refreshToken: string;
}

let api: TestApp;
let mailbox: Mailbox;
beforeEach(async () => {
  api = await startApp();
  mailbox = new Mailbox(api);
});
afterEach(() => api.close());

const person = async (traits: Parameters<typeof makeUser>[1] = {}): Promise<Person> => {
  const { user, tokens } = await signedInUser(api, traits);
  return { user, requests: requestsOf(api, tokens), refreshToken: tokens.refreshToken };
};
const deleteMe = ({ requests }: Person) => requests.delete('/v1/me', { currentPassword: PASSWORD });
const signInAgain = async ({ user }: Person) => requestsOf(api, await signIn(api, user));
const meOf = async (requests: Requests) => (await requests.get('/v1/me').expect(200)).body as UserDto;

describe('the deletion of one’s own account', () => {
  it('takes the password, and a wrong one is refused and recorded', async () => {
    const ada = await person();
    const wrong = await ada.requests.delete('/v1/me', { currentPassword: 'not this one' }).expect(422);
    expect(fieldsOf(wrong)).toEqual(['currentPassword: incorrect']);
    await ada.requests.delete('/v1/me').expect(422);
    expect((await eventsOf(api)).at(-1)).toMatchObject({ action: 'user.delete', outcome: 'failure' });
    expect(await meOf(ada.requests)).toMatchObject({ eraseAt: null });
  });

  it('signs out everywhere, says why, and tells when it will be and how it is stopped', async () => {
    const ada = await person();
    const elsewhere = await signIn(api, ada.user);
    await deleteMe(ada).expect(204);
    await ada.requests.get('/v1/me').expect(401);
    const { refreshToken } = elsewhere;
    const { body } = await api.http.post('/v1/auth/refresh').send({ refreshToken }).expect(401);
    expect(body).toMatchObject({ code: 'session_ended', reason: 'deleted' });
    const mail = await mailbox.only(ada.user.email);
    expect(mail.subject).toBe('Your account will be deleted');
    expect(tokenIn(mail, 'keep-account')).toMatch(/^lkm_/);
  });

  it('waits for fourteen days, in which its owner may sign in and keep it', async () => {
    const ada = await person();
    await deleteMe(ada).expect(204);
    const back = await signInAgain(ada);
    const { eraseAt, status } = await meOf(back);
    expect(status).toBe('active');
    expect(Math.abs(Date.parse(eraseAt ?? '') - api.clock.now() - GRACE_MS)).toBeLessThan(10_000);
    await back.post('/v1/me/keep').expect(204);
    expect(await meOf(back)).toMatchObject({ eraseAt: null, status: 'active' });
    // Repeats do no harm, and leave no event.
    const before = (await eventsOf(api)).length;
    await back.post('/v1/me/keep').expect(204);
    expect(await eventsOf(api)).toHaveLength(before);
  });

  it('is stopped by the link in the mail, once', async () => {
    const ada = await person();
    await deleteMe(ada).expect(204);
    const token = tokenIn(await mailbox.only(ada.user.email), 'keep-account');
    const { body } = await api.http.post('/v1/auth/inspect-token').send({ purpose: 'keep-account', token }).expect(200);
    expect(body).toMatchObject({ state: 'usable', email: ada.user.email });
    await api.http.post('/v1/auth/keep-account').send({ token }).expect(204);
    expect(await meOf(await signInAgain(ada))).toMatchObject({ eraseAt: null });
    const again = await api.http.post('/v1/auth/keep-account').send({ token }).expect(422);
    expect(fieldsOf(again)).toEqual(['token: used']);
    expect((await eventsOf(api)).filter(({ action }) => action === 'user.keep')).toMatchObject([
      { actorId: ada.user.id, subjectId: ada.user.id },
    ]);
  });

  it('makes the link useless when it is stopped otherwise, and a later deletion has its own', async () => {
    const ada = await person();
    await deleteMe(ada).expect(204);
    const first = tokenIn(await mailbox.only(ada.user.email), 'keep-account');
    const back = await signInAgain(ada);
    await back.post('/v1/me/keep').expect(204);
    await back.delete('/v1/me', { currentPassword: PASSWORD }).expect(204);
    await api.http.post('/v1/auth/keep-account').send({ token: first }).expect(422);
    const [later] = (await mailbox.newFor(ada.user.email)).slice(-1);
    await api.http
      .post('/v1/auth/keep-account')
      .send({ token: tokenIn(later!, 'keep-account') })
      .expect(204);
  });

  it('cannot be stopped after its time, even where nobody has come to it yet', async () => {
    const ada = await person();
    await deleteMe(ada).expect(204);
    api.clock.advance(GRACE_MS + 1);
    const back = await signInAgain(ada);
    await back.post('/v1/me/keep').expect(204);
    expect((await meOf(back)).eraseAt).not.toBeNull();
  });

  it('is refused to the last administrator, who may be the one who is not leaving', async () => {
    const ada = await person({ role: 'ADMIN' });
    const { body } = await deleteMe(ada).expect(409);
    expect(body).toMatchObject({ code: 'conflict' });
    const grace = await person({ role: 'ADMIN' });
    await deleteMe(grace).expect(204);
    await deleteMe(ada).expect(409);
    // Nor may the one who stays be taken away by the one who leaves.
    const back = await signInAgain(grace);
    await back.put(`/v1/users/${ada.user.id}/role`, { role: 'USER' }).expect(409);
    await back.patch(`/v1/users/${ada.user.id}`, { disabled: true }).expect(409);
    await back.delete(`/v1/users/${ada.user.id}`).expect(409);
  });

  it('leaves one administrator when all of them delete themselves at once', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => person({ role: 'ADMIN' })));
    const answers = await Promise.all(all.map((each) => deleteMe(each)));
    const refused = answers.filter(({ status }) => status !== 204);
    expect(refused.map(({ status }) => status)).toEqual([409]);
  });
});

describe('the deletion of somebody else’s account', () => {
  let admin: Person;
  beforeEach(async () => {
    admin = await person({ role: 'ADMIN' });
  });
  const find = async (id: string) => (await admin.requests.get(`/v1/users/${id}`).expect(200)).body as UserDto;
  const remove = (id: string, by = admin.requests) => by.delete(`/v1/users/${id}`);
  const restore = (id: string, by = admin.requests) => by.post(`/v1/users/${id}/restore`);

  it('keeps them out at once, shows when it will be, and mails nothing that would stop it', async () => {
    const ada = await person();
    await remove(ada.user.id).expect(204);
    await ada.requests.get('/v1/me').expect(401);
    const { email } = ada.user;
    await api.http.post('/v1/auth/login').send({ email, password: PASSWORD }).expect(401);
    const { status, eraseAt } = await find(ada.user.id);
    expect(status).toBe('disabled');
    expect(Math.abs(Date.parse(eraseAt ?? '') - api.clock.now() - GRACE_MS)).toBeLessThan(10_000);
    const { body } = await admin.requests.get('/v1/users?status=disabled').expect(200);
    expect((body as { items: UserDto[] }).items).toMatchObject([{ id: ada.user.id, eraseAt }]);
    expect(await mailbox.newFor(email)).toEqual([]);
    // Again changes nothing, nor when it will be.
    api.clock.advance(60_000);
    await remove(ada.user.id).expect(204);
    expect((await find(ada.user.id)).eraseAt).toBe(eraseAt);
  });

  it.each([
    ['active', {}],
    ['disabled', { isDisabled: true }],
    ['unverified', { isUnverified: true }],
  ])('is taken back by an administrator, who finds an account %s that was so before', async (status, traits) => {
    const { id } = await makeUser(api, traits);
    await remove(id).expect(204);
    expect(await find(id)).toMatchObject({ status: 'disabled' });
    const { body } = await restore(id).expect(200);
    expect(body).toMatchObject({ id, status, eraseAt: null });
    await restore(id).expect(200);
    const actions = (await eventsOf(api)).filter(({ subjectId }) => subjectId === id).map(({ action }) => action);
    expect(actions).toEqual(['user.delete', 'user.restore']);
  });

  it('overrules the wish of its owner, and the link that would stop it', async () => {
    const ada = await person();
    await deleteMe(ada).expect(204);
    const token = tokenIn(await mailbox.only(ada.user.email), 'keep-account');
    await remove(ada.user.id).expect(204);
    await api.http.post('/v1/auth/keep-account').send({ token }).expect(422);
    await restore(ada.user.id).expect(200);
    expect(await meOf(await signInAgain(ada))).toMatchObject({ status: 'active', eraseAt: null });
  });

  it('is taken back by restoring, not by enabling', async () => {
    const { id } = await makeUser(api);
    await remove(id).expect(204);
    await admin.requests.patch(`/v1/users/${id}`, { disabled: false }).expect(409);
    await admin.requests.patch(`/v1/users/${id}`, { name: 'Still Renamed' }).expect(200);
  });

  it('is refused for oneself, for who may do more, and for nobody', async () => {
    await makeRole(api, 'REMOVER', { 'users:delete': 'any', 'users:read': 'any' });
    const remover = await person({ role: 'REMOVER' });
    const { body } = await remove(admin.user.id, remover.requests).expect(403);
    expect(body).toMatchObject({ code: 'permission_denied' });
    await restore(admin.user.id, remover.requests).expect(403);
    await remove(admin.user.id).expect(403);
    await remove('01890000-0000-7000-8000-000000000000').expect(404);
  });

  it('takes a recent proof of identity', async () => {
    const { id } = await makeUser(api);
    api.clock.advance(11 * 60_000);
    const { body } = await remove(id).expect(403);
    expect(body).toMatchObject({ code: 'reauthentication_required' });
  });

  it('leaves one administrator when two delete each other at once', async () => {
    for (let round = 0; round < 4; round += 1) {
      const [one, other] = [await person({ role: 'ADMIN' }), await person({ role: 'ADMIN' })];
      await api.database.execute('UPDATE users SET disabled_at = 1 WHERE id = ?', [admin.user.id]);
      const answers = await Promise.all([remove(other.user.id, one.requests), remove(one.user.id, other.requests)]);
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status === 204)).toHaveLength(1);
      expect([401, 403, 409]).toContain(statuses.find((status) => status !== 204));
      admin = statuses[0] === 204 ? one : other;
    }
  });
});
