import '@/test-support/settings';

import { liveSessionCookie, sessionCookieName, sessionCookieNames, sessionCookieValue } from './session-cookie';

const NAME = sessionCookieName();
const cookies = (values: Record<string, string>) => Object.entries(values).map(([name, value]) => ({ name, value }));

describe('the session cookie', () => {
  it('is out of reach of scripts and of other sites', () => {
    expect(liveSessionCookie('x')).toMatchObject({ httpOnly: true, sameSite: 'lax', path: '/' });
  });

  it('is read whole, or from chunks in the order of their numbers', () => {
    expect(sessionCookieValue(cookies({ [NAME]: 'whole' }))).toBe('whole');
    expect(sessionCookieValue(cookies({ [`${NAME}.1`]: 'b', [`${NAME}.10`]: 'c', [`${NAME}.0`]: 'a' }))).toBe('abc');
    expect(sessionCookieValue(cookies({ other: 'x' }))).toBeUndefined();
  });

  it('is not mixed with chunks that an earlier one left', () => {
    expect(sessionCookieValue(cookies({ [`${NAME}.0`]: 'old', [NAME]: 'new' }))).toBe('new');
  });

  it('is told apart from cookies that are only called alike', () => {
    const others = { [`${NAME}.x`]: '1', [`${NAME}2`]: '2', [`x${NAME}`]: '3', [`${NAME}.123`]: '4' };
    expect(sessionCookieNames(cookies({ ...others, [NAME]: 'a', [`${NAME}.0`]: 'b' }))).toEqual([NAME, `${NAME}.0`]);
    expect(sessionCookieValue(cookies(others))).toBeUndefined();
  });
});
