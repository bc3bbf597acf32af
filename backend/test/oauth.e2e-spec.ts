import { randomUUID } from 'node:crypto';
import {
  generateKeyPair,
  SignJWT,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  UnsecuredJWT,
  createRemoteJWKSet,
} from 'jose';
import type { TokenPairDto } from '../src/auth/auth.dto';
import { eventsOf } from './audit-events';
import { makeUser, PASSWORD, signedInUser } from './builders';
import { type Application, DevProvider, OURS, type ProviderPerson } from './dev-provider';
import { drain, Mailbox } from './mailbox';
import { requestsOf } from './requests';
import { startApp, type TestApp } from './start-app';
import { askFrom, newAddress, webClient } from './web-client';

const THEIRS: Application = { ...OURS, clientId: 'another', clientSecret: 'secret-of-another' };
const MINUTE_MS = 60_000;

let api: TestApp;
let provider: DevProvider;
let other: DevProvider;

beforeAll(async () => {
  [provider, other] = await Promise.all([DevProvider.start(OURS, THEIRS), DevProvider.start(OURS)]);
  api = await startApp(provider.settingsFor(OURS));
});
afterAll(async () => {
  await api.close();
  await Promise.all([provider.stop(), other.stop()]);
});

const newPerson = (): ProviderPerson => ({ email: `${randomUUID()}@example.com`, subject: randomUUID() });
const bring = (proof: object, { ip = newAddress(), at = 'oidc' } = {}) =>
  askFrom(api, ip, `/v1/auth/oauth/${at}`, proof);
const signIn = async (person: ProviderPerson) => bring(await provider.idToken(OURS, person));
const tokensOf = async (person: ProviderPerson) => (await signIn(person)).body as TokenPairDto;
const usersWith = (email: string) => api.database.query('SELECT id FROM users WHERE email = ?', [email]);

describe('signing in by the word of a provider', () => {
  it('makes an account the first time, and is the same person ever after, whatever the address', async () => {
    const person = newPerson();
    const first = await signIn(person);
    expect(first.status).toBe(200);
    const { user, accessToken } = first.body as TokenPairDto;
    expect(user).toMatchObject({ email: person.email, name: 'Ada Lovelace', role: 'USER' });
    const me = await requestsOf(api, first.body as TokenPairDto)
      .get('/v1/me')
      .expect(200);
    expect(me.body).toMatchObject({ id: user.id, status: 'active' });
    const moved = await signIn({ ...person, email: `${randomUUID()}@example.com` });
    expect((moved.body as TokenPairDto).user).toMatchObject({ id: user.id, email: person.email });
    expect(accessToken).not.toBe((moved.body as TokenPairDto).accessToken);
  });

  it('calls them by no name that could not be shown', async () => {
    for (const name of ['\u202Enimda', 'x'.repeat(101), '  ', 'a\nb']) {
      const person = { ...newPerson(), name };
      expect((await tokensOf(person)).user.name).toBe(person.email.replace(/@.*/, ''));
    }
  });

  it('does so with GitHub, too', async () => {
    const person = newPerson();
    const first = await bring(await provider.gitHubToken(OURS, person), { at: 'github' });
    expect(first.status).toBe(200);
    const again = await bring(await provider.gitHubToken(OURS, person), { at: 'github' });
    expect((again.body as TokenPairDto).user.id).toBe((first.body as TokenPairDto).user.id);
  });

  it('makes one account when it happens twice at once', async () => {
    for (let round = 0; round < 8; round += 1) {
      const person = newPerson();
      const proofs = await Promise.all(Array.from({ length: 5 }, () => provider.idToken(OURS, person)));
      const answers = await Promise.all(proofs.map((proof) => bring(proof)));
      expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200));
      expect(new Set(answers.map(({ body }) => (body as TokenPairDto).user.id)).size).toBe(1);
    }
  });

  it('is in the list of sessions and in the record, and ends with disabling', async () => {
    const person = newPerson();
    const tokens = await tokensOf(person);
    const { id } = tokens.user;
    const requests = requestsOf(api, tokens);
    expect((await requests.get('/v1/me/sessions').expect(200)).body).toMatchObject({ items: [{ current: true }] });
    const actions = (await eventsOf(api)).filter(({ subjectId }) => subjectId === id).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['user.register', 'identity.link', 'session.start']));
    const admin = requestsOf(api, (await signedInUser(api, { role: 'ADMIN' })).tokens);
    await admin.patch(`/v1/users/${id}`, { disabled: true }).expect(200);
    await requests.get('/v1/me').expect(401);
    expect((await signIn(person)).body).toMatchObject({ code: 'invalid_credentials' });
    await admin.patch(`/v1/users/${id}`, { disabled: false }).expect(200);
    expect((await signIn(person)).status).toBe(200);
  });

  it('tells its owner of a device that nobody knows', async () => {
    const person = newPerson();
    const mailbox = new Mailbox(api);
    await tokensOf(person);
    await drain(api);
    expect(await mailbox.newFor(person.email)).toEqual([]);
    await tokensOf(person);
    expect((await mailbox.only(person.email)).text).toContain('signed in to your account on a device');
  });

  it('leads to a password by recovery', async () => {
    const person = newPerson();
    const tokens = await tokensOf(person);
    expect((await requestsOf(api, tokens).get('/v1/me/identities').expect(200)).body).toMatchObject({
      hasPassword: false,
    });
    const mailbox = new Mailbox(api);
    await api.http.post('/v1/auth/forgot-password').send({ email: person.email }).expect(202);
    const token = /token=(\S+)/.exec((await mailbox.only(person.email)).text ?? '')?.[1];
    const newPassword = 'an entirely different sentence';
    await api.http.post('/v1/auth/reset-password').send({ token, newPassword }).expect(204);
    await api.http.post('/v1/auth/login').send({ email: person.email, password: newPassword }).expect(200);
    expect((await signIn(person)).status).toBe(200);
  });

  it('is for the web app alone, and for providers that are set up', async () => {
    const proof = await provider.idToken(OURS, newPerson());
    const refused = await api.http.post('/v1/auth/oauth/oidc').send(proof).expect(403);
    expect(refused.body).toMatchObject({ code: 'permission_denied' });
    expect((await bring(proof, { at: 'google' })).status).toBe(404);
    expect((await bring(proof, { at: 'nobody' })).status).toBe(404);
    // Nothing of it was used up.
    expect((await bring(proof)).status).toBe(200);
  });
});

describe('a proof that is none', () => {
  const claimsOf = async (person: ProviderPerson) => {
    const { idToken, nonce } = await provider.idToken(OURS, person);
    return { idToken, nonce, claims: decodeJwt(idToken), header: decodeProtectedHeader(idToken) };
  };

  const forged: [string, (person: ProviderPerson) => Promise<object>, string?][] = [
    [
      'one that is signed by somebody else, under the provider’s name for its key',
      async (person) => {
        const { claims, header, nonce } = await claimsOf(person);
        const { privateKey } = await generateKeyPair('RS256');
        return {
          nonce,
          idToken: await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: header.kid }).sign(privateKey),
        };
      },
    ],
    [
      'one that brings its own key',
      async (person) => {
        const { claims, nonce } = await claimsOf(person);
        const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
        const jwk = await exportJWK(publicKey);
        return { nonce, idToken: await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', jwk }).sign(privateKey) };
      },
    ],
    [
      'one without a signature',
      async (person) => {
        const { claims, nonce } = await claimsOf(person);
        return { nonce, idToken: new UnsecuredJWT(claims).encode() };
      },
    ],
    [
      'one that takes the public key for a secret',
      async (person) => {
        const { claims, header, nonce } = await claimsOf(person);
        const keys = createRemoteJWKSet(new URL(`${provider.issuer}/jwks`));
        const key = await exportJWK(await keys({ alg: 'RS256', kid: header.kid }));
        const secret = Buffer.from(JSON.stringify(key));
        return {
          nonce,
          idToken: await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: header.kid }).sign(secret),
        };
      },
    ],
    [
      'one with another claim',
      async (person) => {
        const { idToken, nonce } = await provider.idToken(OURS, person);
        const [head, , mac] = idToken.split('.');
        const claims = { ...decodeJwt(idToken), email: 'root@example.com' };
        return { nonce, idToken: [head, Buffer.from(JSON.stringify(claims)).toString('base64url'), mac].join('.') };
      },
    ],
    ['one for another application', (person) => provider.idToken(THEIRS, person)],
    ['one of another provider', (person) => other.idToken(OURS, person)],
    [
      'one for another browser',
      async (person) => ({ ...(await provider.idToken(OURS, person)), nonce: 'of another browser' }),
      'nonce',
    ],
    [
      'one without a nonce',
      async (person) => ({ idToken: (await provider.idToken(OURS, person)).idToken }),
      'malformed',
    ],
    ['nothing', async () => ({}), 'malformed'],
    ['a word', async () => ({ idToken: 'a.b.c', nonce: 'x' })],
    ['an access token of ours', async () => ({ idToken: (await signedInUser(api)).tokens.accessToken, nonce: 'x' })],
  ];

  it.each(forged)('is %s', async (_, make, reason = 'unverifiable') => {
    const person = newPerson();
    const answer = await bring(await make(person));
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([401, 'invalid_proof']);
    expect(await usersWith(person.email)).toEqual([]);
    const event = (await eventsOf(api)).findLast(({ action }) => action === 'session.start');
    expect(event).toMatchObject({ outcome: 'failure', after: { provider: 'oidc', reason } });
  });

  it('is one that was used before, also at the same moment', async () => {
    const person = newPerson();
    const proof = await provider.idToken(OURS, person);
    const answers = await Promise.all(Array.from({ length: 8 }, () => bring(proof)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, ...Array<number>(7).fill(401)]);
    expect((await bring(proof)).body).toMatchObject({ code: 'invalid_proof' });
  });

  it('is one that is too old', async () => {
    const proof = await provider.idToken(OURS, newPerson());
    api.clock.advance(12 * MINUTE_MS);
    expect((await bring(proof)).body).toMatchObject({ code: 'invalid_proof' });
    // By this clock whatever the provider says is from the past now.
    api.clock.advance(-12 * MINUTE_MS);
    expect((await bring(proof)).status).toBe(200);
  });

  it('is a token of GitHub’s for another application, an invented one, or one that was used', async () => {
    const person = newPerson();
    const atGitHub = (proof: object) => bring(proof, { at: 'github' });
    expect((await atGitHub(await provider.gitHubToken(THEIRS, person))).body).toMatchObject({ code: 'invalid_proof' });
    expect((await atGitHub({ accessToken: `gho_${'x'.repeat(36)}` })).body).toMatchObject({ code: 'invalid_proof' });
    expect((await atGitHub(await provider.idToken(OURS, person))).body).toMatchObject({ code: 'invalid_proof' });
    expect(await usersWith(person.email)).toEqual([]);
    const proof = await provider.gitHubToken(OURS, person);
    expect((await atGitHub(proof)).status).toBe(200);
    expect((await atGitHub(proof)).body).toMatchObject({ code: 'invalid_proof' });
  });

  it('is brought twenty times at most', async () => {
    const ip = newAddress();
    for (let time = 0; time < 20; time++) expect((await bring({}, { ip })).status).toBe(401);
    const failures = async () => (await eventsOf(api)).filter(({ outcome }) => outcome === 'failure').length;
    const before = await failures();
    for (let time = 0; time < 3; time++) expect((await bring({}, { ip })).status).toBe(429);
    expect(await failures()).toBe(before);
    expect((await bring(await provider.idToken(OURS, newPerson()))).status).toBe(200);
  });
});

describe('a provider that does not answer', () => {
  it('keeps nobody waiting for long, changes nothing, and is asked again', async () => {
    const person = newPerson();
    const proof = await provider.gitHubToken(OURS, person);
    provider.hang();
    try {
      const answer = await bring(proof, { at: 'github' });
      expect(answer.status).toBe(503);
      expect(answer.headers['retry-after']).toMatch(/^\d+$/);
    } finally {
      provider.goOn();
    }
    expect(await usersWith(person.email)).toEqual([]);
    expect((await bring(proof, { at: 'github' })).status).toBe(200);
  });

  it('is one that is not there, too', async () => {
    const gone = await DevProvider.start(OURS);
    const proof = await gone.idToken(OURS, newPerson());
    await gone.stop();
    const away = await startApp(gone.settingsFor(OURS));
    const answer = await away.http
      .post('/v1/auth/oauth/oidc')
      .set(...webClient(away, {}))
      .send(proof);
    await away.close();
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([503, 'unavailable']);
  });
});

describe('an address that a provider tells', () => {
  it('does not open an account of somebody who has proven it', async () => {
    const { user } = await signedInUser(api);
    const answer = await signIn({ ...newPerson(), email: user.email });
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([409, 'account_exists']);
    await api.http.post('/v1/auth/login').send({ email: user.email, password: PASSWORD }).expect(200);
    expect(await api.database.query('SELECT id FROM identities WHERE user_id = ?', [user.id])).toEqual([]);
  });

  it('makes no account when the provider has not verified it, and opens none', async () => {
    const waiting = await makeUser(api, { isUnverified: true });
    for (const email of [`${randomUUID()}@example.com`, waiting.email]) {
      const answer = await signIn({ ...newPerson(), email, isUnverified: true });
      expect([answer.status, (answer.body as { code: string }).code]).toEqual([403, 'email_not_verified']);
    }
    const atGitHub = await provider.gitHubToken(OURS, { ...newPerson(), email: waiting.email, isUnverified: true });
    expect((await bring(atGitHub, { at: 'github' })).status).toBe(403);
    expect(await api.database.query('SELECT id FROM identities WHERE user_id = ?', [waiting.id])).toEqual([]);
  });
});
