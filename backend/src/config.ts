import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { randomBytes } from 'node:crypto';
import { deriveKey } from './derive-key';
import { checkForProduction, MIN_SECRET_BYTES } from './config-production';
import { type ProviderSettings, readProviders } from './config-providers';
import { ConfigError, Settings } from './settings';

export { ConfigError } from './settings';

const DAY_SECONDS = 86_400;

/** Everything an operator can set, checked once at start. @see docs/operations.md */
export class Config {
  readonly nodeEnv: string;
  readonly isProduction: boolean;
  readonly apiPort: number;
  readonly webPort: number;
  /** Public address of the web app: links in mails, `iss` of tokens. No slash at the end. */
  readonly webUrl: string;
  readonly apiUrl: string;
  readonly dataDir: string;
  readonly databaseUrl: string;
  /** Every key of the API is derived from it. At least 32 bytes. */
  readonly appSecret: string;
  /** Still verifies after a change of `appSecret`; never signs. */
  readonly appSecretPrevious: string | undefined;
  /** Shared with the web app, proves its calls. */
  readonly webClientSecret: string;
  readonly accessTokenTtlSeconds: number;
  /** A session that is not refreshed for so long ends. */
  readonly refreshTokenTtlSeconds: number;
  /** The end of a session that no refresh moves. */
  readonly sessionTtlSeconds: number;
  /** How long a superseded refresh token still gets its successor. @see FAPI 2.0 section 5.3.2.1, item 10 */
  readonly refreshRetrySeconds: number;
  /** How long the record of what happened is kept; 0 for ever. */
  readonly auditRetentionDays: number;
  /** `smtp://` or `smtps://`, with name and password where the server asks for them; without it mails go into `mailDir`. */
  readonly mailUrl: string | undefined;
  /** Whom mails come from: an address, or `Name <address>`. */
  readonly mailFrom: string;
  /** Whether it was made up here, from the address of the web app. */
  readonly mailFromIsGuessed: boolean;
  readonly mailDir: string;
  readonly adminEmail: string | undefined;
  readonly adminPassword: string | undefined;
  /** Hops or networks whose `X-Forwarded-For` is believed; `false` believes nobody. */
  readonly trustedProxies: number | string[] | false;
  readonly corsOrigins: string[];
  /** Whether wrong passwords and requests for mails are throttled. Always in production. */
  readonly rateLimits: boolean;
  /** Who else signs people in. */
  readonly providers: readonly ProviderSettings[];
  readonly logLevel: string;
  /** Whether `/openapi.json` and `/docs` answer. Always outside production. */
  readonly apiDocs: boolean;
  /** Threads of libuv; password hashing leaves one of them free. */
  readonly threadPoolSize: number;

  /** @throws ConfigError naming the setting and how to mend it, never its value */
  constructor(env: NodeJS.ProcessEnv) {
    const settings = new Settings(env);
    this.nodeEnv = settings.oneOf('NODE_ENV', ['production', 'development', 'test'], 'production');
    this.isProduction = this.nodeEnv === 'production';
    this.apiPort = settings.integer('API_PORT', 4000, 0, 65_535);
    this.webPort = settings.integer('WEB_PORT', 3000, 0, 65_535);
    this.apiUrl = settings.origin('API_URL', `http://localhost:${this.apiPort}`);
    this.webUrl = settings.origin('WEB_URL', `http://localhost:${this.webPort}`);
    this.dataDir = resolve(settings.text('DATA_DIR') ?? './data');
    this.databaseUrl = settings.text('DATABASE_URL') ?? `sqlite:${join(this.dataDir, 'latchkey.db')}`;
    this.accessTokenTtlSeconds = settings.integer('ACCESS_TOKEN_TTL_SECONDS', 900, this.isProduction ? 60 : 1, 3600);
    this.refreshTokenTtlSeconds = settings.integer(
      'REFRESH_TOKEN_TTL_SECONDS',
      14 * DAY_SECONDS,
      60,
      365 * DAY_SECONDS,
    );
    this.sessionTtlSeconds = settings.integer('SESSION_TTL_SECONDS', 30 * DAY_SECONDS, 60, 365 * DAY_SECONDS);
    this.refreshRetrySeconds = settings.integer('REFRESH_RETRY_SECONDS', 30, 0, 300);
    this.auditRetentionDays = settings.integer('AUDIT_RETENTION_DAYS', 365, 0, 3650);
    this.mailUrl = settings.mailServer('MAIL_URL');
    this.mailFrom = settings.mailbox('MAIL_FROM', `Latchkey <no-reply@${new URL(this.webUrl).hostname}>`);
    this.mailFromIsGuessed = settings.text('MAIL_FROM') === undefined;
    this.mailDir = join(this.dataDir, 'mail');
    this.adminEmail = settings.text('ADMIN_EMAIL');
    this.adminPassword = settings.text('ADMIN_PASSWORD');
    this.trustedProxies = settings.proxies('TRUSTED_PROXIES');
    this.corsOrigins = settings.origins('CORS_ORIGINS');
    this.rateLimits = settings.oneOf('RATE_LIMITS', ['on', 'off'], 'on') === 'on';
    this.providers = readProviders(settings);
    this.logLevel = settings.oneOf('LOG_LEVEL', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info');
    this.apiDocs = settings.boolean('API_DOCS', !this.isProduction);
    this.threadPoolSize = settings.integer('UV_THREADPOOL_SIZE', 4, 1, 1024);

    this.appSecret = settings.text('APP_SECRET') ?? this.localSecret();
    this.appSecretPrevious = settings.text('APP_SECRET_PREVIOUS');
    this.webClientSecret = settings.text('WEB_CLIENT_SECRET') ?? this.derivedSecret('latchkey/web-client');
    if (this.isProduction) checkForProduction(this);
  }

  /** Outside production a secret is made once and kept beside the data; in production it must be given. */
  private localSecret(): string {
    if (this.isProduction) {
      throw new ConfigError(
        'APP_SECRET is missing. Set it to 32 random bytes or more, e.g. `openssl rand -base64 48`.',
      );
    }
    const file = join(this.dataDir, 'secrets.json');
    const secret = randomBytes(48).toString('base64url');
    mkdirSync(this.dataDir, { recursive: true, mode: 0o700 });
    try {
      // "wx": a secret that is there is never replaced, also by two processes that start at once.
      writeFileSync(file, `${JSON.stringify({ APP_SECRET: secret }, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
      return secret;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return secretFrom(file);
      throw error;
    }
  }

  private derivedSecret(purpose: string): string {
    if (this.isProduction) {
      throw new ConfigError('WEB_CLIENT_SECRET is missing. Set the same 32 random bytes or more for API and web app.');
    }
    return deriveKey(this.appSecret, purpose).toString('base64url');
  }
}

/** @throws ConfigError without what stands in the file, which the parser's own error would quote */
function secretFrom(file: string): string {
  try {
    const { APP_SECRET: secret } = JSON.parse(readFileSync(file, 'utf8')) as { APP_SECRET?: unknown };
    if (typeof secret === 'string' && Buffer.byteLength(secret) >= MIN_SECRET_BYTES) return secret;
  } catch {
    // Said below: an unreadable file and one without the secret are mended alike.
  }
  throw new ConfigError(`${file} holds no APP_SECRET. Delete the file (everyone signs in anew) or restore it.`);
}

/** Reads the settings of this process. @throws ConfigError */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  return new Config(env);
}
