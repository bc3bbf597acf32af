import { randomUUID } from 'node:crypto';
import type { TokenPairDto } from '../src/auth/auth.dto';
import type { IdentityDto, IdentityListDto } from '../src/identities/identities.dto';
import { UsedProofPurgeService } from '../src/identities/used-proof-purge.service';
import { eventsOf } from './audit-events';
import { bearer, makeKey, makeUser, PASSWORD, signedInUser, signIn } from './builders';
import { DevProvider, OURS, type ProviderPerson } from './dev-provider';
import { Mailbox, tokenIn } from './mailbox';
import { fieldsOf, type Requests, requestsOf } from './requests';
import { startApp, type TestApp } from './start-app';
import { askFrom, newAddress, webClient } from './web-client';

const MINUTE_MS = 60_000;

let api: TestApp;
let provider: DevProvider;

beforeAll(async () => {
  provider = await DevProvider.start(OURS);
  api = await startApp(provider.settingsFor(OURS));
});
afterAll(async () => {
  await api.close();
  await provider.stop();
});

const newPerson = (email = `${randomUUID()}@example.com`): ProviderPerson => ({ email, subject: randomUUID() });
const enter = async (person: ProviderPerson) =>
  askFrom(api, newAddress(), '/v1/auth/oauth/oidc', await provider.idToken(OURS, person));
const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code?: string }).code];
const entered = async (person: ProviderPerson) => {
  const answer = await enter(person);
  expect(codeOf(answer)).toEqual([200, undefined]);
  return answer.body as TokenPairDto;
};
const link = (by: Requests, proof: object, at = 'oidc') =>
  by.post('/v1/me/identities', { provider: at, ...proof }).set(...webClient(api, { ip: '203.0.113.9' }));
const identitiesOf = async (by: Requests) => (await by.get('/v1/me/identities').expect(200)).body as IdentityListDto;
const login = (email: string, password = PASSWORD) => api.http.post('/v1/auth/login').send({ email, password });

describe('linking', () => {
  it('opens the account in another way, is told by mail and recorded', async () => {
    const { user, tokens } = await signedInUser(api);
    const by = requestsOf(api, tokens);
    const mailbox = new Mailbox(api);
    const person = newPerson();
    const answer = await link(by, await provider.idToken(OURS, person)).expect(200);
    expect(answer.body).toMatchObject({ provider: 'oidc', email: person.email });
    expect((await entered(person)).user).toMatchObject({ id: user.id, email: user.email });
    expect(await identitiesOf(by)).toMatchObject({
      hasPassword: true,
      items: [{ id: (answer.body as IdentityDto).id }],
    });
    const mails = await mailbox.newFor(user.email);
    expect(mails.map(({ subject }) => subject)).toContain('Another way to sign in was linked');
    const event = (await eventsOf(api)).findLast(({ action }) => action === 'identity.link');
    expect(event).toMatchObject({
      actorId: user.id,
      subjectId: user.id,
      after: { provider: 'oidc', email: person.email },
    });
  });

  it('takes several, of several providers, and each of them once', async () => {
    const by = requestsOf(api, (await signedInUser(api)).tokens);
    const person = newPerson();
    for (let time = 0; time < 2; time++) await link(by, await provider.idToken(OURS, person)).expect(200);
    await link(by, await provider.idToken(OURS, newPerson())).expect(200);
    await link(by, await provider.gitHubToken(OURS, person), 'github').expect(200);
    expect((await identitiesOf(by)).items.map((each) => each.provider)).toEqual(['oidc', 'oidc', 'github']);
  });

  it('is done once when it is asked for twice at once', async () => {
    const by = requestsOf(api, (await signedInUser(api)).tokens);
    const person = newPerson();
    const proofs = await Promise.all(Array.from({ length: 5 }, () => provider.idToken(OURS, person)));
    const answers = await Promise.all(proofs.map((proof) => link(by, proof)));
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200));
    expect((await identitiesOf(by)).items).toHaveLength(1);
  });

  it('takes also what the provider has not verified: it is the subject that is linked', async () => {
    const { user, tokens } = await signedInUser(api);
    const person = { ...newPerson(), isUnverified: true };
    await link(requestsOf(api, tokens), await provider.idToken(OURS, person)).expect(200);
    expect((await entered(person)).user.id).toBe(user.id);
  });

  it('takes nothing that is somebody else’s', async () => {
    const person = newPerson();
    const owner = await entered(person);
    const by = requestsOf(api, (await signedInUser(api)).tokens);
    expect(codeOf(await link(by, await provider.idToken(OURS, person)))).toEqual([409, 'conflict']);
    expect((await entered(person)).user.id).toBe(owner.user.id);
    expect((await identitiesOf(by)).items).toEqual([]);
  });

  it('asks for a fresh proof of identity, the web app, a session, and a true word of the provider', async () => {
    const { tokens } = await signedInUser(api);
    const by = requestsOf(api, tokens);
    const proof = await provider.idToken(OURS, newPerson());
    expect(codeOf(await by.post('/v1/me/identities', { provider: 'oidc', ...proof }))).toEqual([
      403,
      'permission_denied',
    ]);
    expect(codeOf(await link(by, { ...proof, nonce: 'x' }))).toEqual([401, 'invalid_proof']);
    const event = (await eventsOf(api)).findLast(({ action }) => action === 'identity.link');
    expect(event).toMatchObject({ outcome: 'failure', after: { provider: 'oidc', reason: 'nonce' } });
    expect(codeOf(await link(requestsOf(api), proof))).toEqual([401, 'authentication_required']);
    const key = await makeKey(api, tokens, ['resources:read']);
    expect(codeOf(await link(requestsOf(api, { ...tokens, ...key }), proof))).toEqual([403, 'permission_denied']);
    api.clock.advance(11 * MINUTE_MS);
    expect(codeOf(await link(by, proof))).toEqual([403, 'reauthentication_required']);
    api.clock.advance(-11 * MINUTE_MS);
    await link(by, proof).expect(200);
  });
});

it('an account without a password is told so wherever one is asked for, and a sign-in is its fresh proof', async () => {
  const person = newPerson();
  const by = requestsOf(api, await entered(person));
  const asked = [
    by.post('/v1/auth/reauthenticate', { password: PASSWORD }),
    by.post('/v1/me/password', { currentPassword: PASSWORD, newPassword: 'an entirely different sentence' }),
    by.post('/v1/me/email', { newEmail: 'other@example.com', currentPassword: PASSWORD }),
    by.delete('/v1/me', { currentPassword: PASSWORD }),
  ];
  for (const answer of await Promise.all(asked)) {
    expect(answer.status).toBe(422);
    expect(fieldsOf(answer)[0]).toMatch(/assword: no_password$/);
  }
  // No longer, or what the provider says would be too old: its clock stands still.
  api.clock.advance(10 * MINUTE_MS + 5_000);
  expect(codeOf(await link(by, await provider.idToken(OURS, newPerson())))).toEqual([403, 'reauthentication_required']);
  const again = requestsOf(api, await entered(person));
  await link(again, await provider.idToken(OURS, newPerson())).expect(200);
  api.clock.advance(-10 * MINUTE_MS - 5_000);
});

describe('unlinking', () => {
  it('closes that way, and nothing else', async () => {
    const { user, tokens } = await signedInUser(api);
    const by = requestsOf(api, tokens);
    const person = newPerson(user.email);
    const { body } = await link(by, await provider.idToken(OURS, person)).expect(200);
    await by.delete(`/v1/me/identities/${(body as IdentityDto).id}`).expect(204);
    await by.delete(`/v1/me/identities/${(body as IdentityDto).id}`).expect(404);
    expect(codeOf(await enter(person))).toEqual([409, 'account_exists']);
    await login(user.email).expect(200);
    const event = (await eventsOf(api)).findLast(({ action }) => action === 'identity.unlink');
    expect(event).toMatchObject({ actorId: user.id, before: { provider: 'oidc', email: user.email } });
  });

  it('never takes the last way to sign in, also when two are taken at once', async () => {
    const person = newPerson();
    const by = requestsOf(api, await entered(person));
    const [only] = (await identitiesOf(by)).items;
    expect(codeOf(await by.delete(`/v1/me/identities/${only?.id}`))).toEqual([409, 'conflict']);
    await link(by, await provider.idToken(OURS, newPerson())).expect(200);
    const { items } = await identitiesOf(by);
    const answers = await Promise.all(items.map(({ id }) => by.delete(`/v1/me/identities/${id}`)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409]);
    expect((await identitiesOf(by)).items).toHaveLength(1);
  });

  it('is for one’s own', async () => {
    const { items } = await identitiesOf(requestsOf(api, await entered(newPerson())));
    const stranger = requestsOf(api, (await signedInUser(api)).tokens);
    await stranger.delete(`/v1/me/identities/${items[0]?.id}`).expect(404);
  });
});

/** @see Sudhodanan and Paverd, "Pre-hijacked accounts", USENIX Security 2022, section 4 */
describe('somebody who was there first, with the address of another', () => {
  it('and a password of their own, does not get in any more (classic-federated merge)', async () => {
    const person = newPerson();
    const mailbox = new Mailbox(api);
    const chosen = 'the password of a stranger';
    await api.http
      .post('/v1/auth/register')
      .send({ email: person.email, password: chosen, name: 'Mallory' })
      .expect(202);
    const mailed = tokenIn(await mailbox.only(person.email), 'verify-email');
    const { user } = await entered(person);
    expect(user.name).toBe('Ada Lovelace');
    await login(person.email, chosen).expect(401);
    // The link that the sign-up had mailed brings the password back to nobody.
    await api.http.post('/v1/auth/verify-email').send({ token: mailed }).expect(422);
    await login(person.email, chosen).expect(401);
    expect((await identitiesOf(requestsOf(api, await entered(person)))).hasPassword).toBe(false);
  });

  it('and a session or a key that still lives, is out (unexpired session)', async () => {
    const person = newPerson();
    const stranger = await makeUser(api, { email: person.email });
    const tokens = await signIn(api, stranger);
    const key = await makeKey(api, tokens, ['resources:read']);
    // As if the address had never been proven.
    await api.database.execute('UPDATE users SET email_verified_at = NULL WHERE id = ?', [stranger.id]);
    const { user } = await entered(person);
    expect(user.id).toBe(stranger.id);
    api.clock.advance(1_001);
    for (const token of [tokens.accessToken, key.accessToken]) {
      await api.http
        .get('/v1/me')
        .set(...bearer({ accessToken: token }))
        .expect(401);
    }
    await api.http.post('/v1/auth/refresh').send({ refreshToken: tokens.refreshToken }).expect(401);
    await login(person.email).expect(401);
  });

  it('and another way to sign in, has lost it (trojan identifier)', async () => {
    const person = newPerson();
    const trojan = newPerson();
    const { user, tokens } = await signedInUser(api, { email: person.email });
    await link(requestsOf(api, tokens), await provider.idToken(OURS, trojan)).expect(200);
    await api.database.execute('UPDATE users SET email_verified_at = NULL WHERE id = ?', [user.id]);
    const owner = await entered(person);
    expect((await identitiesOf(requestsOf(api, owner))).items.map(({ email }) => email)).toEqual([person.email]);
    // It makes an account of its own.
    expect((await entered(trojan)).user.id).not.toBe(owner.user.id);
  });

  it('and a change of address under way, does not get the address (unexpired email change)', async () => {
    const person = newPerson();
    const { tokens } = await signedInUser(api);
    const mailbox = new Mailbox(api);
    const change = { newEmail: person.email, currentPassword: PASSWORD };
    await requestsOf(api, tokens).post('/v1/me/email', change).expect(202);
    const token = tokenIn(await mailbox.only(person.email), 'confirm-email');
    const owner = await entered(person);
    expect(codeOf(await api.http.post('/v1/auth/confirm-email').send({ token }))).toEqual([409, 'conflict']);
    expect((await entered(person)).user).toMatchObject({ id: owner.user.id, email: person.email });
  });

  it('and changed it from that of another, is out when the change is taken back', async () => {
    const { user, tokens } = await signedInUser(api);
    const by = requestsOf(api, tokens);
    const thief = newPerson();
    const mailbox = new Mailbox(api);
    await link(by, await provider.idToken(OURS, thief)).expect(200);
    const key = await makeKey(api, tokens, ['resources:read']);
    await by.post('/v1/me/email', { newEmail: thief.email, currentPassword: PASSWORD }).expect(202);
    const confirm = tokenIn(await mailbox.only(thief.email), 'confirm-email');
    await api.http.post('/v1/auth/confirm-email').send({ token: confirm }).expect(204);
    const mails = await mailbox.newFor(user.email);
    await api.http
      .post('/v1/auth/undo-email')
      .send({ token: tokenIn(mails.at(-1)!, 'undo-email') })
      .expect(204);
    await api.http
      .get('/v1/resources')
      .set(...bearer(key))
      .expect(401);
    // It makes an account of its own.
    expect((await entered(thief)).user.id).not.toBe(user.id);
  });

  it('but proves it at the same moment, wins or loses, and loses nothing that was proven', async () => {
    for (let round = 0; round < 10; round += 1) {
      const person = newPerson();
      const mailbox = new Mailbox(api);
      const mine = { email: person.email, password: PASSWORD, name: 'Ada' };
      await askFrom(api, newAddress(), '/v1/auth/register', mine).expect(202);
      const token = tokenIn(await mailbox.only(person.email), 'verify-email');
      const [proven, arrived] = await Promise.all([
        api.http.post('/v1/auth/verify-email').send({ token }),
        enter(person),
      ]);
      const isProven = proven.status !== 422;
      if (isProven) expect(proven.status).toBe(204);
      expect(codeOf(arrived)).toEqual(isProven ? [409, 'account_exists'] : [200, undefined]);
      await login(person.email).expect(isProven ? 200 : 401);
    }
  });

  it('and a provider that verifies nothing, gets nothing (non-verifying provider)', async () => {
    const { user } = await signedInUser(api);
    const waiting = await makeUser(api, { isUnverified: true });
    for (const email of [user.email, waiting.email, `${randomUUID()}@example.com`]) {
      expect(codeOf(await enter({ ...newPerson(email), isUnverified: true }))).toEqual([403, 'email_not_verified']);
    }
  });

  it('was perhaps invited: then the role stays, and the invitation is of no use any more', async () => {
    const person = newPerson();
    const mailbox = new Mailbox(api);
    const admin = requestsOf(api, (await signedInUser(api, { role: 'ADMIN' })).tokens);
    const invited = await admin.post('/v1/users', { email: person.email, name: 'Ada', role: 'ADMIN' }).expect(201);
    const token = tokenIn(await mailbox.only(person.email), 'invitation');
    const { user } = await entered(person);
    expect(user).toMatchObject({ id: (invited.body as { id: string }).id, role: 'ADMIN' });
    const newPassword = 'an entirely different sentence';
    await api.http.post('/v1/auth/reset-password').send({ token, newPassword }).expect(422);
  });
});

it('forgets used proofs when nobody would believe them any more', async () => {
  await entered(newPerson());
  const rows = async () => (await api.database.query('SELECT id FROM used_proofs')).length;
  const before = await rows();
  await api.app.get(UsedProofPurgeService).purge();
  expect(await rows()).toBe(before);
  api.clock.advance(2 * 86_400_000);
  expect(await api.app.get(UsedProofPurgeService).purge()).toBe(before);
});
