import 'server-only';

import { cookies } from 'next/headers';

import { env } from '@/lib/env';
import { ApiUnavailable } from '@/lib/problem';
import type { ProviderId } from '@/lib/sign-in-providers';

import { postToNextAuth } from './nextauth-call';
import { linkingCookie, providerCookies } from './provider-cookies';

/**
 * Sends the browser to a provider.
 * @param linking id of the session to whose account it is to be linked; null to sign in
 * @returns the address at the provider
 */
export async function beginAtProvider(provider: ProviderId, linking: string | null, next: string): Promise<string> {
  const answer = await postToNextAuth(['signin', provider], { callbackUrl: next });
  const { url } = answer.body as { url?: string };
  // NextAuth leads to our own page when it could not learn where the provider is.
  if (!url || url.startsWith(env().webUrl)) throw new ApiUnavailable();
  const jar = await cookies();
  for (const { name, options } of Object.values(providerCookies())) {
    const value = answer.cookies.get(name);
    if (value) jar.set({ name, value, ...options });
  }
  jar.set(linkingCookie(linking));
  return url;
}
