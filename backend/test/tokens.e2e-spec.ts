import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import type { TokenPairDto } from '../src/auth/auth.dto';
import { signingKeyFrom } from '../src/tokens/signing-key';
import { SigningKeys } from '../src/tokens/signing-keys';
import { bearer, makeUser, signedInUser, signIn, type TestUser } from './builders';
import { forge, forgeByHmac, forgeUnsigned, type Json, otherSpellings, partsOf } from './forge';
import { startApp, type TestApp } from './start-app';
import { createTestDatabase } from './test-database';

const SECOND = 1000;
const PREVIOUS_SECRET = 'what APP_SECRET was before it was changed';
const keyOf = (secret: string) => signingKeyFrom(secret, 1);
const newKey = (namedCurve = 'P-256') => generateKeyPairSync('ec', { namedCurve });

describe('access tokens', () => {
  let api: TestApp;
  let user: TestUser;
  let tokens: TokenPairDto;
  let otherTokens: TokenPairDto;
  let key: SigningKeys['current'];
  let header: Json;
  let claims: Json;

  beforeAll(async () => {
    api = await startApp({ APP_SECRET_PREVIOUS: PREVIOUS_SECRET });
    ({ user, tokens } = await signedInUser(api, { name: 'Ada Lovelace' }));
    otherTokens = (await signedInUser(api)).tokens;
    key = api.app.get(SigningKeys).current;
    ({ header, claims } = partsOf(tokens.accessToken));
  });
  afterAll(() => api.close());

  const me = (token: string) => api.http.get('/v1/me').set('authorization', `Bearer ${token}`);
  const now = () => Math.floor(api.clock.now() / SECOND);
  /** A token that differs from a good one in these claims only, with a signature of ours. */
  const withClaims = (changes: Json) => forge(header, { ...claims, jti: randomUUID(), ...changes }, key.privateKey);
  /** The same for the header. */
  const withHeader = (changes: Json, by: KeyObject = key.privateKey) => forge({ ...header, ...changes }, claims, by);
  const without = (name: string) => withClaims({ [name]: undefined });

  const expectRefused = async (token: string) => {
    const answer = await me(token);
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([401, 'invalid_token']);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="latchkey", error="invalid_token"');
  };

  it('made by hand are accepted when all is well: what is refused below is refused for what its line says', async () => {
    await me(withClaims({})).expect(200);
    await me(withHeader({})).expect(200);
    await me(withClaims({ more: 'than we ask for' })).expect(200);
    await me(withClaims({ nbf: now() - 1 })).expect(200);
    await me(withClaims({ exp: now() + 2, iat: now() + 1 })).expect(200);
  });

  it('hold exactly the promised claims, and nothing about the person', () => {
    expect(header).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: key.kid });
    expect(claims).toEqual({
      iss: api.config.webUrl,
      aud: 'latchkey-api',
      sub: user.id,
      sid: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      gen: 1,
      role: 'USER',
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      iat: expect.any(Number) as number,
      exp: (claims.iat as number) + 900,
    });
    const text = JSON.stringify(claims);
    expect(text).not.toContain(user.email);
    expect(text).not.toContain('Ada');
    expect(Math.abs(now() - (claims.iat as number))).toBeLessThan(60);
  });

  it('are verified by anybody who reads the published keys', async () => {
    const { body, headers } = await api.http.get('/.well-known/jwks.json').expect(200);
    expect(headers['cache-control']).toBe('public, max-age=300');
    expect((body as JSONWebKeySet).keys.map(({ kid }) => kid)).toEqual([key.kid, keyOf(PREVIOUS_SECRET).kid]);
    const options = { algorithms: ['ES256'], typ: 'at+jwt', issuer: api.config.webUrl, audience: 'latchkey-api' };
    const { payload } = await jwtVerify(tokens.accessToken, createLocalJWKSet(body as JSONWebKeySet), options);
    expect(payload).toEqual(claims);
  });

  it('name the role for others; here the role of the database decides', async () => {
    const token = withClaims({ role: 'ADMIN' });
    await me(token).expect(200);
    const answer = await api.http.get('/v1/users').set('authorization', `Bearer ${token}`);
    expect(answer.status).toBe(403);
  });

  describe('are refused', () => {
    const publicKeyAs = {
      pem: () => key.publicKey.export({ type: 'spki', format: 'pem' }),
      der: () => key.publicKey.export({ type: 'spki', format: 'der' }),
      jwk: () => JSON.stringify(key.jwk),
      x: () => Buffer.from(key.jwk.x, 'base64url'),
    };

    it.each<[string, () => string]>([
      ['unsigned, alg none', () => forgeUnsigned({ ...header, alg: 'none' }, claims)],
      ['unsigned, alg None', () => forgeUnsigned({ ...header, alg: 'None' }, claims)],
      ['unsigned, alg ES256', () => forgeUnsigned(header, claims)],
      ['with alg none and a good signature', () => withHeader({ alg: 'none' })],
      ['without alg', () => withHeader({ alg: undefined })],
      ['with an array as alg', () => withHeader({ alg: ['ES256'] })],
      ['by HMAC with the public key as PEM', () => forgeByHmac({ ...header, alg: 'HS256' }, claims, publicKeyAs.pem())],
      ['by HMAC with the public key as DER', () => forgeByHmac({ ...header, alg: 'HS256' }, claims, publicKeyAs.der())],
      ['by HMAC with the published key', () => forgeByHmac({ ...header, alg: 'HS256' }, claims, publicKeyAs.jwk())],
      ['by HMAC with a coordinate', () => forgeByHmac({ ...header, alg: 'HS256' }, claims, publicKeyAs.x())],
      ['by HMAC that calls itself ES256', () => forgeByHmac(header, claims, publicKeyAs.pem())],
      ['by HMAC with an empty secret', () => forgeByHmac({ ...header, alg: 'HS256' }, claims, '')],
      ['by ES384', () => forge({ ...header, alg: 'ES384' }, claims, newKey('P-384').privateKey, 'sha384')],
      ['by ES256 that calls itself ES384', () => withHeader({ alg: 'ES384' })],
      ['by our key over another digest', () => forge(header, claims, key.privateKey, 'sha512')],
      ['of type JWT', () => withHeader({ typ: 'JWT' })],
      ['of no type', () => withHeader({ typ: undefined })],
      ['of an ID token', () => withHeader({ typ: 'id+jwt' })],
      ['by nobody in particular', () => withHeader({ kid: undefined })],
      ['by a stranger', () => withHeader({ kid: keyOf('a stranger').kid }, keyOf('a stranger').privateKey)],
      ['by a stranger in our name', () => withHeader({}, keyOf('a stranger').privateKey)],
      ['by us in the name of a stranger', () => withHeader({ kid: keyOf('a stranger').kid })],
      ['by us in the name of our previous key', () => withHeader({ kid: keyOf(PREVIOUS_SECRET).kid })],
      ['with a key name that is a number', () => withHeader({ kid: 0 })],
      ['with a key name that every object has', () => withHeader({ kid: '__proto__' })],
      ['with a key name that is a path', () => withHeader({ kid: '../../../../dev/null' })],
      ['with a key name that is SQL', () => withHeader({ kid: "' UNION SELECT 1 --" })],
      ['with a critical extension', () => withHeader({ crit: ['exp'] })],
      ['with an unencoded payload announced', () => withHeader({ crit: ['b64'], b64: false })],
      ['with b64 alone', () => withHeader({ b64: true })],
      ['with the address of keys', () => withHeader({ jku: 'http://127.0.0.1:1/jwks.json' })],
      ['with the address of a certificate', () => withHeader({ x5u: 'http://127.0.0.1:1/cert.pem' })],
      ['with a certificate', () => withHeader({ x5c: ['MIIB'] })],
      ['with our own key along', () => withHeader({ jwk: key.jwk })],
      ['with the key of a stranger along', () => {
        const { publicKey, privateKey } = newKey();
        return withHeader({ jwk: publicKey.export({ format: 'jwk' }) }, privateKey);
      }],
    ])('%s', async (_, make) => expectRefused(make())); // prettier-ignore

    it.each(['iss', 'aud', 'sub', 'sid', 'jti', 'role', 'gen', 'iat', 'exp'])('without %s', async (name) => {
      await expectRefused(without(name));
    });

    it.each<[string, () => Json]>([
      ['that expired a second ago', () => ({ iat: now() - 10, exp: now() - 1 })],
      ['that expire now', () => ({ iat: now() - 10, exp: now() })],
      ['that live a second longer than ours', () => ({ exp: (claims.iat as number) + 901 })],
      ['that live for years', () => ({ exp: now() + 10 * 365 * 86_400 })],
      ['that live for ever', () => ({ exp: Number.MAX_SAFE_INTEGER })],
      ['whose end is a text', () => ({ exp: String(claims.exp) })],
      ['whose end is a fraction', () => ({ exp: now() + 10.5 })],
      ['whose end is null', () => ({ exp: null })],
      ['whose end is before their beginning', () => ({ iat: now() + 30, exp: now() + 20 })],
      ['from more than a minute in the future', () => ({ iat: now() + 70, exp: now() + 80 })],
      ['whose beginning is a text', () => ({ iat: String(claims.iat) })],
      ['that are not valid yet', () => ({ nbf: now() + 60 })],
      ['that are not valid before a text', () => ({ nbf: 'tomorrow' })],
      ['of another issuer', () => ({ iss: 'https://elsewhere.example' })],
      ['of several issuers', () => ({ iss: [claims.iss] })],
      ['for somebody else', () => ({ aud: 'another-api' })],
      ['for us among others', () => ({ aud: ['latchkey-api', 'another-api'] })],
      ['for us in a list', () => ({ aud: ['latchkey-api'] })],
      ['of an object', () => ({ sub: { id: user.id } })],
      ['of a list of people', () => ({ sub: [user.id] })],
      ['of a number', () => ({ sub: 1 })],
      ['of nobody', () => ({ sub: '' })],
      ['of another person in this session', () => ({ sub: otherTokens.user.id })],
      ["of this person in another's session", () => ({ sid: partsOf(otherTokens.accessToken).claims.sid })],
      ['of a session that never was', () => ({ sid: '01890000-0000-7000-8000-000000000000' })],
      ['of a session that is an object', () => ({ sid: { $ne: '' } })],
      ['of any session', () => ({ sid: '%' })],
      ['of this session in another spelling', () => ({ sid: (claims.sid as string).toUpperCase() })],
      ['of this session with a blank behind', () => ({ sid: `${claims.sid as string} ` })],
      ['of a generation that is a text', () => ({ gen: '1' })],
      ['of half a generation', () => ({ gen: 1.5 })],
      ['without a name', () => ({ jti: '' })],
      ['with a role that is a list', () => ({ role: ['USER'] })],
      ['of 5 KB', () => ({ padding: 'x'.repeat(5000) })],
    ])('%s', async (_, changes) => expectRefused(withClaims(changes()))); // prettier-ignore

    it.each<[string, (token: string) => string]>([
      ['cut short', (token) => token.slice(0, -1)],
      ['without the signature', (token) => token.split('.').slice(0, 2).join('.')],
      ['with four parts', (token) => `${token}.x`],
      ['with five parts', (token) => `${token}.x.y`],
      ['with padding', (token) => `${token}==`],
      ['with a zero signature', (token) => token.replace(/[^.]+$/, Buffer.alloc(64).toString('base64url'))],
      ['with a longer signature', (token) => token.replace(/[^.]+$/, (part) => `${part}AAAA`)],
      ['with the signature of another', (token) => token.replace(/[^.]+$/, otherTokens.accessToken.split('.')[2]!)],
      ['with the claims of another', (token) => token.replace(/\.[^.]+\./, `.${otherTokens.accessToken.split('.')[1]!}.`)],
      ['with a header that is no JSON', (token) => token.replace(/^[^.]+/, 'e30x')],
      ['with a header that is a list', (token) => token.replace(/^[^.]+/, Buffer.from('[]').toString('base64url'))],
      ['with a header that is null', (token) => token.replace(/^[^.]+/, Buffer.from('null').toString('base64url'))],
      ['of dots', () => '..'],
      ['of a letter', () => 'x'],
    ])('%s', async (_, change) => expectRefused(change(tokens.accessToken))); // prettier-ignore

    it.each(['null', '[]', '"text"', '7', 'no JSON', ''])('with %j as their claims', async (payload) => {
      await expectRefused(forge(header, payload, key.privateKey));
    });
  });

  it('are of the session, not of the text: another spelling of one is neither more nor less', async () => {
    const pair = await signIn(api, user);
    const [, , lastPart] = pair.accessToken.split('.') as [string, string, string];
    const spellings = otherSpellings(lastPart).map((part) => pair.accessToken.replace(lastPart, part));
    expect(spellings).toHaveLength(15);
    for (const spelling of spellings) await me(spelling).expect(200);
    await api.http.post('/v1/auth/logout').set(...bearer({ accessToken: spellings[0]! })).expect(204); // prettier-ignore
    for (const spelling of [pair.accessToken, ...spellings]) await expectRefused(spelling);
    const [head, body, signature] = tokens.accessToken.split('.') as [string, string, string];
    for (const other of [
      ...otherSpellings(head).map((part) => `${part}.${body}`),
      ...otherSpellings(body).map((part) => `${head}.${part}`),
    ]) {
      await expectRefused(`${other}.${signature}`);
    }
  });

  it('are told from refresh tokens, which open no door', async () => {
    await expectRefused(tokens.refreshToken);
    await api.http.post('/v1/auth/refresh').send({ refreshToken: tokens.accessToken }).expect(422);
    const short = tokens.accessToken.slice(0, 200);
    const answer = await api.http.post('/v1/auth/refresh').send({ refreshToken: short });
    expect([answer.status, answer.body.code]).toEqual([401, 'session_ended']);
    await me(tokens.accessToken).expect(200);
  });

  it('come as a bearer, in any letter case, and in no other way', async () => {
    const send = (authorization: string) => api.http.get('/v1/me').set('authorization', authorization);
    await send(`bearer ${tokens.accessToken}`).expect(200);
    await send(`BEARER ${tokens.accessToken}`).expect(200);
    for (const other of [
      `JWT ${tokens.accessToken}`,
      `Token ${tokens.accessToken}`,
      'Bearer',
      `Bearer${tokens.accessToken}`,
    ]) {
      const answer = await send(other);
      expect([other.slice(0, 9), answer.status, answer.body.code]).toEqual([
        other.slice(0, 9),
        401,
        'authentication_required',
      ]);
    }
  });

  it('confirm no generation that their session has not reached: they come from before a backup was restored', async () => {
    const confirmed = () =>
      api.database.query('SELECT confirmed_generation AS confirmed FROM sessions WHERE id = ?', [claims.sid as string]);
    for (const gen of [2, 7, 2 ** 31, Number.MAX_SAFE_INTEGER]) await me(withClaims({ gen })).expect(200);
    expect(await confirmed()).toEqual([{ confirmed: 1 }]);
  });

  describe('signed by the previous secret', () => {
    it('are accepted, and are never made any more', async () => {
      const previous = keyOf(PREVIOUS_SECRET);
      await me(withHeader({ kid: previous.kid }, previous.privateKey)).expect(200);
      expect(partsOf((await signIn(api, user)).accessToken).header.kid).toBe(key.kid);
    });
  });

  describe('that were accepted once', () => {
    it('are refused once they expire, and one that is good is not', async () => {
      const pair = await signIn(api, user);
      await me(pair.accessToken).expect(200);
      api.clock.advance(899 * SECOND - (api.clock.now() % SECOND));
      await me(pair.accessToken).expect(200);
      api.clock.advance(2 * SECOND);
      await expectRefused(pair.accessToken);
      const next = await api.http.post('/v1/auth/refresh').send({ refreshToken: pair.refreshToken }).expect(200);
      await me((next.body as TokenPairDto).accessToken).expect(200);
    });

    it('are refused once their session ends, and by every other way of ending it too', async () => {
      const [one, two, three] = [await signIn(api, user), await signIn(api, user), await signIn(api, user)];
      for (const pair of [one, two, three]) await me(pair.accessToken).expect(200);
      await api.http.post('/v1/auth/logout').send({ refreshToken: one.refreshToken }).expect(204);
      await expectRefused(one.accessToken);
      await me(two.accessToken).expect(200);
      const { sid } = partsOf(two.accessToken).claims;
      await api.http.delete(`/v1/me/sessions/${sid as string}`).set(...bearer(three)).expect(204); // prettier-ignore
      await expectRefused(two.accessToken);
      await me(three.accessToken).expect(200);
    });

    it('lend nothing to a changed copy', async () => {
      const pair = await signIn(api, user);
      await me(pair.accessToken).expect(200);
      const [head, , signature] = pair.accessToken.split('.') as [string, string, string];
      const changed = Buffer.from(JSON.stringify({ ...partsOf(pair.accessToken).claims, role: 'ADMIN' })).toString(
        'base64url',
      );
      await expectRefused(`${head}.${changed}.${signature}`);
      await me(pair.accessToken).expect(200);
    });
  });
});

describe('a change of APP_SECRET', () => {
  it('signs nobody out while the old one is the previous one, and everybody when it is forgotten', async () => {
    const [first, second, third] = Array.from({ length: 3 }, () => randomBytes(32).toString('hex'));
    const database = await createTestDatabase();
    const running = (secret: string, previous?: string) =>
      startApp({
        DATABASE_URL: database.url,
        APP_SECRET: secret,
        ...(previous === undefined ? {} : { APP_SECRET_PREVIOUS: previous }),
      });
    const me = (api: TestApp, { accessToken }: TokenPairDto) => api.http.get('/v1/me').set(...bearer({ accessToken }));
    const refresh = (api: TestApp, { refreshToken }: TokenPairDto) =>
      api.http.post('/v1/auth/refresh').send({ refreshToken });

    let api = await running(first!);
    const user = await makeUser(api);
    const before = await signIn(api, user);
    const idle = await signIn(api, user);
    const lost = (await refresh(api, idle).expect(200)).body as TokenPairDto;
    await api.close();

    api = await running(second!, first);
    await me(api, before).expect(200);
    const after = (await refresh(api, before).expect(200)).body as TokenPairDto;
    await me(api, after).expect(200);
    // The answer of before was lost: the same generation again, under the new secret.
    const again = (await refresh(api, idle).expect(200)).body as TokenPairDto;
    expect(again.refreshToken).not.toBe(lost.refreshToken);
    await refresh(api, lost).expect(200);
    await api.close();

    api = await running(third!, second);
    await me(api, before).expect(401);
    await refresh(api, before).expect(401);
    await me(api, after).expect(200);
    await refresh(api, after).expect(200);
    await api.close();
    await database.drop();
  });
});
