import '@/test-support/settings';

import { randomBytes } from 'node:crypto';

import { encode } from 'next-auth/jwt';

import { PERMISSIONS } from '@/lib/permissions';
import { SECRETS } from '@/test-support/settings';
import { accessToken, tokenPair } from '@/test-support/token-pair';

import { COOKIE_MAX_BYTES, sessionCookieName } from './session-cookie';
import { decodeSession, encodeSession, needsRenewal, sessionTokenOf } from './session-token';

const NOW = 1_700_000_000_000;

describe('the content of the session cookie', () => {
  it('is what the API said at sign-in, and comes back as it went in', async () => {
    const token = sessionTokenOf(tokenPair(), NOW);
    expect(token).toMatchObject({ sub: 'user-1', sessionId: 'session-1', accessExpiresAt: NOW + 899_000 });
    await expect(decodeSession(await encodeSession(token))).resolves.toMatchObject(token);
  });

  it('cannot be read without the secret', async () => {
    const cookie = await encodeSession(sessionTokenOf(tokenPair(), NOW));
    const { accessToken: access, refreshToken } = tokenPair();
    for (const secret of [access, refreshToken, 'ada@example.test']) {
      expect(cookie).not.toContain(secret);
      expect(cookie).not.toContain(Buffer.from(secret).toString('base64url'));
    }
  });

  it('fits into one cookie with the longest name, e-mail, role and all permissions', async () => {
    const pair = tokenPair(1, {
      name: '𝔸'.repeat(100),
      email: `${'e'.repeat(242)}@example.test`,
      role: 'r'.repeat(64),
      permissions: Object.fromEntries(PERMISSIONS.map((permission) => [permission, 'any'])),
    });
    pair.accessToken = accessToken({ sid: 'i'.repeat(36), noise: randomBytes(450).toString('base64') });
    const cookie = await encodeSession(sessionTokenOf(pair, NOW));
    const attributes = '=; Path=/; Expires=Wed, 29 Dec 2027 11:26:34 GMT; HttpOnly; Secure; SameSite=Lax';
    expect(`__Host-${sessionCookieName()}${attributes}${cookie}`.length).toBeLessThan(COOKIE_MAX_BYTES);
  });
});

describe('a cookie that is not ours', () => {
  it.each([undefined, '', 'garbage', 'a.b.c.d.e'])('counts as none: %j', async (value) => {
    await expect(decodeSession(value)).resolves.toBeNull();
  });

  it('counts as none when another secret made it, when it was changed, or when another release wrote it', async () => {
    const token = { ...sessionTokenOf(tokenPair(), NOW) };
    const foreign = await encode({ token, secret: SECRETS.WEB_CLIENT_SECRET });
    const cookie = await encodeSession(token);
    const changed = `${cookie.slice(0, -2)}${cookie.endsWith('AA') ? 'BB' : 'AA'}`;
    const old = await encode({ token: { sub: 'user-1', accessToken: 'a' }, secret: SECRETS.NEXTAUTH_SECRET });
    for (const value of [foreign, changed, old]) await expect(decodeSession(value)).resolves.toBeNull();
  });
});

describe('renewal is due', () => {
  it('early enough for a token that was issued at the end of a second, and so lives a second shorter', () => {
    const issuedAt = NOW + 999;
    const token = sessionTokenOf({ ...tokenPair(), expiresIn: 3 }, issuedAt);
    const endsAt = (Math.floor(issuedAt / 1000) + 3) * 1000;
    expect(needsRenewal(token, endsAt - 600)).toBe(true);
  });

  const withLifetime = (seconds: number) => sessionTokenOf({ ...tokenPair(), expiresIn: seconds }, NOW);

  it('a minute before a token of 15 minutes may be over', () => {
    const token = withLifetime(900);
    expect(needsRenewal(token, NOW + 838_999)).toBe(false);
    expect(needsRenewal(token, NOW + 839_000)).toBe(true);
    expect(needsRenewal(token, NOW + 3_600_000)).toBe(true);
  });

  it('a fifth of the lifetime before a shorter one may be over', () => {
    const token = withLifetime(3);
    expect(needsRenewal(token, NOW + 1_399)).toBe(false);
    expect(needsRenewal(token, NOW + 1_400)).toBe(true);
  });
});
