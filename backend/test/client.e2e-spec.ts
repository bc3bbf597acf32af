import type { TokenPairDto } from '../src/auth/auth.dto';
import { bearer, makeUser, PASSWORD, signedInUser } from './builders';
import { startApp, type TestApp } from './start-app';
import { webClient } from './web-client';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

interface Device {
  current: boolean;
  ip: string;
  userAgent: string;
}

type Headers = Record<string, string>;

/** Signs in with these headers. @returns how the session is listed */
async function deviceOf(api: TestApp, headers: Headers): Promise<Device> {
  const { email } = await makeUser(api);
  const login = await api.http.post('/v1/auth/login').set(headers).send({ email, password: PASSWORD }).expect(200);
  const { body } = await api.http
    .get('/v1/me/sessions')
    .set(...bearer(login.body as TokenPairDto))
    .expect(200);
  const { items } = body as { items: Device[] };
  expect(items).toHaveLength(1);
  return items[0]!;
}

describe('behind the web app', () => {
  let api: TestApp;

  beforeAll(async () => {
    api = await startApp();
  });
  afterAll(() => api.close());

  const proof = (...[claims, secret]: [Parameters<typeof webClient>[1], string?]): Headers =>
    Object.fromEntries([webClient(api, claims, secret)]);

  it('a sign-in is listed with the address and the name of the browser', async () => {
    const headers = { ...proof({ ip: '203.0.113.5' }), 'user-agent': 'Firefox on a phone' };
    expect(await deviceOf(api, headers)).toMatchObject({
      ip: '203.0.113.5',
      userAgent: 'Firefox on a phone',
      current: true,
    });
    expect(await deviceOf(api, proof({ ip: '2001:db8::5' }))).toMatchObject({ ip: '2001:db8::5' });
  });

  it.each<[string, () => Headers]>([
    ['signed by somebody else', () => proof({ ip: '203.0.113.5' }, 'another secret')],
    ['signed by the secret of the API', () => proof({ ip: '203.0.113.5' }, api.config.appSecret)],
    ['of two minutes ago', () => proof({ ip: '203.0.113.5', iat: Math.floor(api.clock.now() / SECOND) - 120 })],
    ['of tomorrow', () => proof({ ip: '203.0.113.5', iat: Math.floor(api.clock.now() / SECOND) + 86_400 })],
    ['with something that is no address', () => proof({ ip: 'x'.repeat(100) })],
    ['that is nonsense', () => ({ 'x-web-client': 'nonsense.nonsense' })],
  ])('a proof %s leaves the address to be the one that is seen', async (_, headers) => {
    expect(await deviceOf(api, headers())).toMatchObject({ ip: '127.0.0.1' });
  });

  it('keeps what fits of a client that calls itself at length, or by no name at all', async () => {
    expect((await deviceOf(api, { 'user-agent': 'x'.repeat(4000) })).userAgent).toBe('x'.repeat(512));
    expect((await deviceOf(api, { 'user-agent': '' })).userAgent).toBe('');
  });

  describe('renewing', () => {
    const refresh = ({ refreshToken }: TokenPairDto) => api.http.post('/v1/auth/refresh').send({ refreshToken });
    const me = (tokens: TokenPairDto, headers: Headers = {}) =>
      api.http
        .get('/v1/me')
        .set(...bearer(tokens))
        .set(headers);
    /** A browser that never got the answer to its renewal, while the web app already used the new tokens. */
    const renewedUnseen = async () => {
      const { tokens } = await signedInUser(api);
      return { old: tokens, renewed: (await refresh(tokens).expect(200)).body as TokenPairDto };
    };

    it('is not confirmed by calls of the very pass that renewed: the browser may come again with the old cookie', async () => {
      const { old, renewed } = await renewedUnseen();
      await me(renewed, proof({ unconfirmed: true })).expect(200);
      await me(renewed, proof({ unconfirmed: true, ip: 'none' })).expect(200);
      api.clock.advance(HOUR);
      const again = await refresh(old).expect(200);
      expect((again.body as TokenPairDto).refreshToken).toBe(renewed.refreshToken);
    });

    it.each<[string, () => Headers]>([
      ['any client', () => ({})],
      ['the web app without the mark', () => proof({ unconfirmed: false })],
      ['the web app with a mark that is a text', () => proof({ unconfirmed: 'true' })],
      ['somebody who forged the mark', () => proof({ unconfirmed: true }, 'another secret')],
      ['somebody with a mark of yesterday', () =>
        proof({ unconfirmed: true, iat: Math.floor(api.clock.now() / SECOND) - 86_400 })],
    ])('is confirmed by a call of %s: the old cookie is a thief\'s from then on', async (_, headers) => {
      const { old, renewed } = await renewedUnseen();
      await me(renewed, proof({ unconfirmed: true })).expect(200);
      await me(renewed, headers()).expect(200);
      api.clock.advance(HOUR);
      await refresh(old).expect(401);
      await refresh(renewed).expect(401);
    }); // prettier-ignore

    it('is confirmed once, and not again by every call', async () => {
      const { renewed } = await renewedUnseen();
      const writes = async () => {
        const [row] = await api.database.query<{ confirmed_generation: number }>(
          'SELECT confirmed_generation FROM sessions WHERE user_id = ?',
          [renewed.user.id],
        );
        return row?.confirmed_generation;
      };
      expect(await writes()).toBe(0);
      await me(renewed).expect(200);
      expect(await writes()).toBe(2);
      // Were it written again, it would be put right.
      await api.database.execute('UPDATE sessions SET confirmed_generation = 1 WHERE user_id = ?', [renewed.user.id]);
      await me(renewed).expect(200);
      expect(await writes()).toBe(1);
    });
  });

  it('believes no X-Forwarded-For, nor any of its kin', async () => {
    const headers = {
      'x-forwarded-for': '203.0.113.7',
      forwarded: 'for=203.0.113.7',
      'x-real-ip': '203.0.113.7',
      'x-client-ip': '203.0.113.7',
      'cf-connecting-ip': '203.0.113.7',
      'true-client-ip': '203.0.113.7',
    };
    expect(await deviceOf(api, headers)).toMatchObject({ ip: '127.0.0.1' });
  });
});

describe('behind one trusted proxy', () => {
  let api: TestApp;

  beforeAll(async () => {
    api = await startApp({ TRUSTED_PROXIES: '1' });
  });
  afterAll(() => api.close());

  it('the address is the one that the proxy saw, whatever the client claims before it', async () => {
    expect(await deviceOf(api, { 'x-forwarded-for': '203.0.113.7' })).toMatchObject({ ip: '203.0.113.7' });
    expect(await deviceOf(api, { 'x-forwarded-for': '1.1.1.1, 203.0.113.7' })).toMatchObject({ ip: '203.0.113.7' });
    expect(await deviceOf(api, {})).toMatchObject({ ip: '127.0.0.1' });
  });

  it('the browser of the web app comes first', async () => {
    const headers = {
      'x-forwarded-for': '203.0.113.7',
      ...Object.fromEntries([webClient(api, { ip: '203.0.113.5' })]),
    };
    expect(await deviceOf(api, headers)).toMatchObject({ ip: '203.0.113.5' });
  });

  it('what is no address is not taken for one', async () => {
    for (const value of ['unknown', 'x'.repeat(5000), '<script>alert(1)</script>', '203.0.113.7:1234']) {
      expect(await deviceOf(api, { 'x-forwarded-for': value })).toMatchObject({ ip: '127.0.0.1' });
    }
  });
});

describe('behind proxies of a trusted network', () => {
  it('the address is the last one that none of them has', async () => {
    const api = await startApp({ TRUSTED_PROXIES: '127.0.0.0/8,10.0.0.0/8' });
    const forwarded = (value: string) => deviceOf(api, { 'x-forwarded-for': value });
    expect(await forwarded('1.1.1.1, 203.0.113.7, 10.1.2.3')).toMatchObject({ ip: '203.0.113.7' });
    expect(await forwarded('10.1.2.3, 10.1.2.4')).toMatchObject({ ip: '10.1.2.3' });
    await api.close();
  });
});
