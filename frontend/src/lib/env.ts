import { join } from 'node:path';

import { addressReader } from './client-address';
import { readSignInProviders, type SignInProvider } from './sign-in-providers';

/**
 * The web app's settings: the only file that reads `process.env`.
 * Read when first asked for, not when imported, because `next build` runs without any of them.
 */
export interface WebEnv {
  isDevelopment: boolean;
  /** Origin of the API, without a trailing slash. */
  apiUrl: string;
  /** Public origin of the web app: links, origin checks and cookies go by it, never by a Host header. */
  webUrl: string;
  isHttps: boolean;
  /** Encrypts the session cookie. Shared by all instances of the web app. */
  nextAuthSecret: string;
  /** Proves the web app's calls to the API. @see lib/web-client.ts */
  webClientSecret: string;
  /** Whether the browser's session carries the access token. Off: no token ever leaves the server. */
  exposeAccessToken: boolean;
  /** Where the API keeps mails on somebody's own machine, when there is no mail server; null everywhere else. */
  mailFolder: string | null;
  /** Hop count or CIDR list, as written. @see lib/client-address.ts */
  trustedProxies: string;
  /** Who else signs people in. */
  providers: readonly SignInProvider[];
}

export class EnvError extends Error {
  override name = 'EnvError';
}

type Source = Readonly<Record<string, string | undefined>>;

const MIN_SECRET_BYTES = 32;
/** Values that people copy from examples. A real secret contains none of these words. */
const PLACEHOLDER = /change.?me|placeholder|your.?secret|example|replace|password/i;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Reads and checks the settings.
 * @throws {EnvError} naming the setting and how to mend it, never its value.
 */
export function loadEnv(source: Source): WebEnv {
  const webUrl = readOrigin(source, 'WEB_URL', `http://localhost:${source.WEB_PORT || '3000'}`);
  const isHttps = webUrl.startsWith('https:');
  if (!isHttps && !LOOPBACK.has(new URL(webUrl).hostname)) {
    throw new EnvError('WEB_URL must begin with https:// unless it is localhost. Put the address people type there.');
  }
  const nextAuthSecret = readSecret(source, 'NEXTAUTH_SECRET');
  const webClientSecret = readSecret(source, 'WEB_CLIENT_SECRET');
  if (nextAuthSecret === webClientSecret) {
    throw new EnvError('NEXTAUTH_SECRET and WEB_CLIENT_SECRET are the same value. Make one secret for each purpose.');
  }
  return {
    isDevelopment: source.NODE_ENV === 'development',
    apiUrl: readOrigin(source, 'API_URL', `http://localhost:${source.API_PORT || '4000'}`),
    webUrl,
    isHttps,
    nextAuthSecret,
    webClientSecret,
    exposeAccessToken: readBoolean(source, 'EXPOSE_ACCESS_TOKEN'),
    mailFolder: readMailFolder(source, webUrl),
    trustedProxies: readTrustedProxies(source),
    providers: readProviders(source),
  };
}

let loaded: WebEnv | undefined;

/** The settings of this process. */
export function env(): WebEnv {
  if (!loaded) {
    loaded = loadEnv(process.env);
    // NextAuth takes its public address from this variable and from nowhere else.
    process.env.NEXTAUTH_URL = loaded.webUrl;
  }
  return loaded;
}

function readOrigin(source: Source, name: string, fallback: string): string {
  const written = source[name]?.trim() || fallback;
  const url = URL.canParse(written) ? new URL(written) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash || url.username) {
    throw new EnvError(`${name} must be an address such as ${fallback}, without a path. Correct it and start again.`);
  }
  return url.origin;
}

function readSecret(source: Source, name: string): string {
  const value = source[name]?.trim() ?? '';
  const help = `Make one with "openssl rand -base64 32", or start with "npm start", which makes it for local use.`;
  if (!value) throw new EnvError(`${name} is not set. ${help}`);
  if (Buffer.byteLength(value) < MIN_SECRET_BYTES) throw new EnvError(`${name} is shorter than 32 bytes. ${help}`);
  if (PLACEHOLDER.test(value) || new Set(value).size < 10) throw new EnvError(`${name} is easy to guess. ${help}`);
  return value;
}

/** Other people's mails are shown to whoever sits at the machine itself, and to nobody else. */
function readMailFolder(source: Source, webUrl: string): string | null {
  const isOwnMachine = LOOPBACK.has(new URL(webUrl).hostname);
  return isOwnMachine && !source.MAIL_URL?.trim() && source.DATA_DIR ? join(source.DATA_DIR, 'mail') : null;
}

function readTrustedProxies(source: Source): string {
  const written = source.TRUSTED_PROXIES?.trim() ?? '';
  try {
    addressReader(written);
    return written;
  } catch {
    throw new EnvError(
      'TRUSTED_PROXIES must be the number of proxies in front of the web app (1 to 9) or their networks, e.g. 10.0.0.0/8.',
    );
  }
}

/** An address that is none would fail with the first page instead. */
function readProviders(source: Source): SignInProvider[] {
  for (const name of ['OIDC_ISSUER', 'GITHUB_URL']) {
    const written = source[name]?.trim();
    if (written && !URL.canParse(written)) {
      throw new EnvError(`${name} must be an address such as https://id.example.com. Correct it and start again.`);
    }
  }
  return readSignInProviders(source);
}

function readBoolean(source: Source, name: string): boolean {
  const value = source[name]?.trim().toLowerCase() || 'false';
  if (value !== 'true' && value !== 'false') throw new EnvError(`${name} must be true or false.`);
  return value === 'true';
}
