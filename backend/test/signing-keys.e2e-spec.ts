import { randomUUID } from 'node:crypto';
import type { TokenPairDto } from '../src/auth/auth.dto';
import { addGeneration, type KeyRotation } from '../src/tokens/key-generations';
import { signingKeyFrom } from '../src/tokens/signing-key';
import { SigningKeys } from '../src/tokens/signing-keys';
import { signedInUser } from './builders';
import { forge, partsOf } from './forge';
import { startApp, type TestApp } from './start-app';

const TTL_MS = 900_000;
const SKEW_MS = 60_000;

describe('signing keys', () => {
  let api: TestApp;
  let tokens: TokenPairDto;

  beforeEach(async () => {
    api = await startApp();
    ({ tokens } = await signedInUser(api));
  });
  afterEach(() => api.close());

  const keys = () => api.app.get(SigningKeys);
  const me = (token: string) => api.http.get('/v1/me').set('authorization', `Bearer ${token}`);
  const jwks = () => api.http.get('/.well-known/jwks.json');
  const rotate = ({ inMs = 0, dropsOthers = false } = {}) => {
    const now = api.clock.now();
    const rotation: KeyRotation = { now, signsFrom: now + inMs, dropsOthers };
    return api.database.write((tx) => addGeneration(tx, rotation));
  };
  const pass = async (ms: number) => {
    api.clock.advance(ms);
    await keys().load();
  };
  /** What a thief of an earlier generation's key makes of a token, fresh whenever they like. */
  const forgedBy = (generation: number) => {
    const { privateKey, kid } = signingKeyFrom(api.config.appSecret, generation);
    const { header, claims } = partsOf(tokens.accessToken);
    const iat = Math.floor(api.clock.now() / 1000);
    return forge({ ...header, kid }, { ...claims, jti: randomUUID(), iat, exp: iat + 900 }, privateKey);
  };

  it('are published with how long to keep them and with a tag, by which nothing is sent twice', async () => {
    const first = await jwks().expect(200);
    const etag = first.headers.etag!;
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    expect(first.headers['cache-control']).toBe('public, max-age=300');

    for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const same = await jwks().set('if-none-match', known).expect(304);
      expect([same.text, same.headers.etag, same.headers['cache-control']]).toEqual(['', etag, 'public, max-age=300']);
    }
    await jwks().set('if-none-match', '"other"').expect(200, first.body);

    await rotate({ inMs: 60_000 });
    await keys().load();
    const second = await jwks().set('if-none-match', etag).expect(200);
    expect((second.body as { keys: object[] }).keys).toHaveLength(2);
    expect(second.headers.etag).not.toBe(etag);
  });

  it('verify until the last token that they signed has expired, and nothing after that', async () => {
    await rotate();
    await keys().load();
    await pass(TTL_MS + SKEW_MS - 2_000);
    const remembered = forgedBy(1);
    await me(remembered).expect(200);
    await me(remembered).expect(200);
    expect((await jwks()).body).toMatchObject({ keys: [{ kid: keys().current.kid }, {}] });

    await pass(2_000);
    await me(remembered).expect(401);
    await me(forgedBy(1)).expect(401);
    expect((await jwks()).body).toMatchObject({ keys: [{ kid: keys().current.kid }] });
    await me(forgedBy(2)).expect(200);
  });

  it('that were dropped verify nothing any more, not even what was verified before', async () => {
    await me(tokens.accessToken).expect(200);
    await rotate({ dropsOthers: true });
    await keys().load();
    await me(tokens.accessToken).expect(401);
    const { body } = await api.http.post('/v1/auth/refresh').send({ refreshToken: tokens.refreshToken }).expect(200);
    await me((body as TokenPairDto).accessToken).expect(200);
  });

  it('are noticed by an instance within a second by itself', async () => {
    const before = keys().current.kid;
    await rotate();
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(keys().current.kid).not.toBe(before);
  });

  it('of another instance verify at once, before the own look at the database', async () => {
    await rotate();
    await me(forgedBy(2)).expect(200);
    // The others are none, however well derived.
    await me(forgedBy(3)).expect(401);
  });

  it('are dropped together with one that does not sign yet', async () => {
    await rotate({ inMs: 60_000 });
    expect(await rotate()).toEqual({ pending: expect.objectContaining({ generation: 2 }) as object });
    expect(await rotate({ dropsOthers: true })).toEqual({ added: 3 });
    await keys().load();
    await me(forgedBy(2)).expect(401);
    await me(forgedBy(3)).expect(200);
  });
});
