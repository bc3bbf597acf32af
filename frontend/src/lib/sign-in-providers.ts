/** Somebody else who signs people in. Read from the settings; the API has its own copy. */
export type SignInProvider = OpenIdProvider | GitHubProvider;
export type ProviderId = SignInProvider['id'];

interface Named {
  /** What people know it by. */
  label: string;
  clientId: string;
  clientSecret: string;
}

export interface OpenIdProvider extends Named {
  id: 'google' | 'oidc';
  /** As it stands in `iss`. */
  issuer: string;
}

export interface GitHubProvider extends Named {
  id: 'github';
  /** Of its pages, e.g. `https://github.com`. */
  url: string;
}

type Source = Readonly<Record<string, string | undefined>>;

/** Those that are set up, in the order in which they are offered. What is set up by half the API refuses to start with. */
export function readSignInProviders(source: Source): SignInProvider[] {
  const google = both(source.GOOGLE_CLIENT_ID, source.GOOGLE_CLIENT_SECRET);
  const github = both(source.GITHUB_CLIENT_ID, source.GITHUB_CLIENT_SECRET);
  const oidc = both(source.OIDC_CLIENT_ID, source.OIDC_CLIENT_SECRET);
  const issuer = source.OIDC_ISSUER?.trim();
  const label = source.OIDC_LABEL?.trim() || 'OpenID Connect';
  const url = (source.GITHUB_URL?.trim() || 'https://github.com').replace(/\/$/, '');
  return [
    ...(google ? [{ id: 'google', label: 'Google', issuer: 'https://accounts.google.com', ...google } as const] : []),
    ...(github ? [{ id: 'github', label: gitHubLabel(url), url, ...github } as const] : []),
    ...(oidc && issuer ? [{ id: 'oidc', label, issuer, ...oidc } as const] : []),
  ];
}

/** One that is not GitHub's own says where it is. */
function gitHubLabel(url: string): string {
  const { hostname } = new URL(url);
  return hostname === 'github.com' ? 'GitHub' : `GitHub (${hostname})`;
}

/** Where its pages are: forms lead there. */
export function originOf(provider: SignInProvider): string {
  return new URL(provider.id === 'github' ? provider.url : provider.issuer).origin;
}

function both(id: string | undefined, secret: string | undefined) {
  const [clientId, clientSecret] = [id?.trim(), secret?.trim()];
  return clientId && clientSecret ? { clientId, clientSecret } : null;
}
