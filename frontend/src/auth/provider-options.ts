import 'server-only';

import type { OAuthConfig } from 'next-auth/providers/oauth';

import type { GitHubProvider, OpenIdProvider, SignInProvider } from '@/lib/sign-in-providers';

type Profile = Record<string, unknown>;

/** How long a provider may take, in milliseconds. */
const TIMEOUT_MS = 5_000;

/**
 * A provider as NextAuth wants it. What it would make of the profile is not looked at: the API reads the provider's own word.
 * PKCE and state with each, a nonce where there are id tokens.
 */
export function oauthConfigOf(provider: SignInProvider): OAuthConfig<Profile> {
  const { id, label, clientId, clientSecret } = provider;
  const common = {
    id,
    name: label,
    type: 'oauth',
    clientId,
    clientSecret,
    httpOptions: { timeout: TIMEOUT_MS },
  } as const;
  return { ...common, ...(provider.id === 'github' ? gitHub(provider) : openId(provider)) } as OAuthConfig<Profile>;
}

function openId({ issuer }: OpenIdProvider): Partial<OAuthConfig<Profile>> {
  return {
    issuer,
    wellKnown: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    authorization: { params: { scope: 'openid email profile' } },
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    profile: ({ sub }) => ({ id: String(sub) }) as never,
  };
}

function gitHub({ url }: GitHubProvider): Partial<OAuthConfig<Profile>> {
  return {
    authorization: { url: `${url}/login/oauth/authorize`, params: { scope: 'read:user user:email' } },
    token: `${url}/login/oauth/access_token`,
    // The API asks GitHub who it is, and for which application the token was made.
    userinfo: { request: async () => ({ id: 'github' }) as never },
    checks: ['pkce', 'state'],
    profile: () => ({ id: 'github' }) as never,
  };
}
