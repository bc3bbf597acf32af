import 'server-only';

import { cookies } from 'next/headers';

import { postToNextAuth } from './nextauth-call';
import { expiredSessionCookie, liveSessionCookie, sessionCookieName, sessionCookieNames } from './session-cookie';

/**
 * Signs somebody in through NextAuth's credentials provider.
 * @throws whatever the API or the way to it threw
 */
export async function signInWithCredentials(email: string, password: string): Promise<void> {
  let refusal: unknown = new Error('NextAuth refused to sign in');
  const answer = await postToNextAuth(['callback', 'credentials'], { email, password }, (reason) => (refusal = reason));
  const value = answer.cookies.get(sessionCookieName());
  if (!value) throw refusal;
  const jar = await cookies();
  for (const name of sessionCookieNames(jar.getAll())) jar.set(expiredSessionCookie(name));
  jar.set(liveSessionCookie(value));
}
