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

/** Says that somebody who is signed in went to a provider to link it. */
export function linkingCookie(provider: string) {
  return { name: named('linking'), value: provider, maxAge: provider ? MAX_AGE_SECONDS : 0, ...sessionCookieOptions() };
}

function named(name: string): string {
  return `${env().isHttps ? '__Host-' : ''}latchkey.${name}`;
}
