import { createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../clock';
import { Config } from '../config';
import { ClientInfoPipe } from './client-info';

const SECRET = 'shared with the web app';
const PEER = '10.1.2.3';
const NOW = 1_800_000_000_500;

class StoppedClock extends Clock {
  override now(): number {
    return NOW;
  }
}

const pipe = new ClientInfoPipe(
  new Config({ NODE_ENV: 'test', APP_SECRET: 'x', WEB_CLIENT_SECRET: SECRET }),
  new StoppedClock(),
);

function request(headers: Record<string, string | string[] | undefined>, ip = PEER): FastifyRequest {
  return { id: 'request-1', headers, ip, socket: { remoteAddress: PEER } } as unknown as FastifyRequest;
}

/** The web app's proof, as it makes it. */
function proof(claims: unknown, { secret = SECRET, label = 'web-client.' } = {}): string {
  const payload = Buffer.from(typeof claims === 'string' ? claims : JSON.stringify(claims)).toString('base64url');
  return `${payload}.${createHmac('sha256', secret).update(`${label}${payload}`).digest('base64url')}`;
}

const CLAIMS = { ip: '203.0.113.5', iat: Math.floor(NOW / 1000), rid: 'request-1', unconfirmed: true };
const ofProof = (header: string | string[] | undefined) => pipe.transform(request({ 'x-web-client': header }));
const ANY_CLIENT = {
  ip: PEER,
  userAgent: '',
  requestId: 'request-1',
  isWebApp: false,
  isUnconfirmed: false,
  knownDevice: null,
  tell: expect.any(Function) as () => void,
};

describe('where a request comes from', () => {
  it('is the peer, when nobody says otherwise', () => {
    expect(pipe.transform(request({ 'user-agent': 'curl/8' }))).toEqual({ ...ANY_CLIENT, userAgent: 'curl/8' });
  });

  it('is the browser, when the web app vouches for it', () => {
    expect(ofProof(proof(CLAIMS))).toEqual({
      ip: '203.0.113.5',
      userAgent: '',
      requestId: 'request-1',
      isWebApp: true,
      isUnconfirmed: true,
      knownDevice: null,
      tell: ANY_CLIENT.tell,
    });
    expect(ofProof(proof({ ...CLAIMS, unconfirmed: false })).isUnconfirmed).toBe(false);
  });

  it('marks as unconfirmed by nothing but true', () => {
    for (const unconfirmed of [undefined, null, 1, 'true', {}]) {
      expect(ofProof(proof({ ...CLAIMS, unconfirmed }))).toMatchObject({
        isWebApp: true,
        isUnconfirmed: false,
        knownDevice: null,
      });
    }
  });

  it('is proved for a minute before and after', () => {
    const at = (offsetSeconds: number) => ofProof(proof({ ...CLAIMS, iat: NOW / 1000 + offsetSeconds })).isWebApp;
    expect([-60.001, -60, 0, 60, 60.001].map(at)).toEqual([false, true, true, true, false]);
  });

  const [payload, mac] = proof(CLAIMS).split('.') as [string, string];
  it.each<[string, string | string[] | undefined]>([
    ['nothing', undefined],
    ['an empty proof', ''],
    ['no signature', payload],
    ['an empty signature', `${payload}.`],
    ['a signature alone', `.${mac}`],
    ['a signature cut short', `${payload}.${mac.slice(0, -2)}`],
    ['something behind it', `${payload}.${mac}.x`],
    ['two headers', [proof(CLAIMS), proof(CLAIMS)]],
    ['two headers in one', `${proof(CLAIMS)}, ${proof(CLAIMS)}`],
    ['the secret of somebody else', proof(CLAIMS, { secret: 'another' })],
    ['a signature for another purpose', proof(CLAIMS, { label: '' })],
    ['another address under the same signature', `${proof({ ...CLAIMS, ip: '1.2.3.4' }).split('.', 1)[0]}.${mac}`],
    ['no moment', proof({ ...CLAIMS, iat: undefined })],
    ['a moment that is a text', proof({ ...CLAIMS, iat: String(CLAIMS.iat) })],
    ['a moment in milliseconds', proof({ ...CLAIMS, iat: NOW })],
    ['a proof of 2 KB', proof({ ...CLAIMS, rid: 'x'.repeat(2000) })],
  ])('is the peer, as for any client, with %s', (_, header) => {
    expect(ofProof(header)).toEqual(ANY_CLIENT);
  });

  it.each([
    undefined,
    null,
    7,
    '',
    'localhost',
    '1.2.3',
    '1.2.3.4, 5.6.7.8',
    '<script>',
    '1.2.3.4\r\nx: y',
    ['1.2.3.4'],
  ])('is the peer, when the web app gives %j as the address', (ip) => {
    expect(ofProof(proof({ ...CLAIMS, ip }))).toMatchObject({
      ip: PEER,
      isWebApp: true,
      isUnconfirmed: true,
      knownDevice: null,
      tell: ANY_CLIENT.tell,
    });
  });

  it('is the peer, when a trusted proxy hands on something that is no address', () => {
    for (const ip of ['unknown', '_hidden', 'x'.repeat(5000), '', '1.2.3.4:80']) {
      expect(pipe.transform(request({}, ip)).ip).toBe(PEER);
    }
  });

  it('is written in one way, and fits its column', () => {
    const written = (ip: string) => pipe.transform(request({}, ip)).ip;
    expect(written('::ffff:203.0.113.5')).toBe('203.0.113.5');
    expect(written('::FFFF:203.0.113.5')).toBe('203.0.113.5');
    expect(written('2001:db8::1')).toBe('2001:db8::1');
    expect(written(`fe80::1%${'eth0'.repeat(20)}`)).toBe('fe80::1');
    expect(written('ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255')).toHaveLength(45);
  });

  it('keeps 512 characters of what the client calls itself', () => {
    expect(pipe.transform(request({ 'user-agent': 'x'.repeat(5000) })).userAgent).toHaveLength(512);
  });
});
