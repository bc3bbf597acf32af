import { ConfigError, type Settings } from './settings';

export const PROVIDER_IDS = ['google', 'github', 'oidc'] as const;
export type ProviderId = (typeof PROVIDER_IDS)[number];

/** Somebody else who signs people in, set up by the operator. */
export type ProviderSettings = OpenIdSettings | GitHubSettings;

interface Named {
  /** What people know it by. */
  readonly label: string;
  readonly clientId: string;
}

/** A provider of OpenID Connect. */
export interface OpenIdSettings extends Named {
  readonly id: 'google' | 'oidc';
  readonly issuer: string;
}

/** GitHub, or a GitHub of one's own. */
export interface GitHubSettings extends Named {
  readonly id: 'github';
  readonly clientSecret: string;
  /** Where its API is, e.g. `https://api.github.com`. */
  readonly apiUrl: string;
}

const GOOGLE_ISSUER = 'https://accounts.google.com';
const GITHUB_API_URL = 'https://api.github.com';

/** Those that are set up. @throws ConfigError for one that is set up by half */
export function readProviders(settings: Settings): ProviderSettings[] {
  const google = both('GOOGLE', settings.text('GOOGLE_CLIENT_ID'), settings.text('GOOGLE_CLIENT_SECRET'));
  const github = both('GITHUB', settings.text('GITHUB_CLIENT_ID'), settings.text('GITHUB_CLIENT_SECRET'));
  const oidc = both('OIDC', settings.text('OIDC_CLIENT_ID'), settings.text('OIDC_CLIENT_SECRET'));
  const apiUrl = (settings.address('GITHUB_API_URL') ?? GITHUB_API_URL).replace(/\/$/, '');
  const label = settings.text('OIDC_LABEL') ?? 'OpenID Connect';
  const issuer = settings.address('OIDC_ISSUER');
  if (oidc && issuer === undefined) {
    throw new ConfigError('OIDC_ISSUER is missing. Set it to the address of the provider.');
  }
  return [
    ...(google ? [{ id: 'google', label: 'Google', issuer: GOOGLE_ISSUER, clientId: google.clientId } as const] : []),
    ...(github ? [{ id: 'github', label: 'GitHub', ...github, apiUrl } as const] : []),
    ...(oidc && issuer !== undefined ? [{ id: 'oidc', label, issuer, clientId: oidc.clientId } as const] : []),
  ];
}

function both(name: string, clientId: string | undefined, clientSecret: string | undefined) {
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret };
  if (clientId === undefined && clientSecret === undefined) return undefined;
  throw new ConfigError(`${name}_CLIENT_ID and ${name}_CLIENT_SECRET belong together. Set both, or neither.`);
}
