import { env } from '@/lib/env';

import { sessionCookieOptions } from './session-cookie';

/** A sign-in at a provider that takes longer begins anew. */
const MAX_AGE_SECONDS = 900;

/** What NextAuth keeps in the browser while somebody is at a provider. */
export function providerCookies() {
  const options = { ...sessionCookieOptions(), maxAge: MAX_AGE_SECONDS };
  return {
    state: { name: named('state'), options },
    pkceCodeVerifier: { name: named('pkce'), options },
    nonce: { name: named('nonce'), options },
    callbackUrl: { name: 'latchkey.callback', options: sessionCookieOptions() },
  };
}

/**
 * Says that somebody went to a provider to link it.
 * @param session id of the session that began it: whoever is signed in when they come back may be somebody else
 */
export function linkingCookie(session: string | null) {
  const maxAge = session === null ? 0 : MAX_AGE_SECONDS;
  return { name: named('linking'), value: session ?? '', maxAge, ...sessionCookieOptions() };
}

function named(name: string): string {
  return `${env().isHttps ? '__Host-' : ''}latchkey.${name}`;
}
