import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Config, ConfigError, loadConfig } from './config';
import { deriveKey } from './derive-key';

const secret = () => randomBytes(48).toString('base64');
/** All that production asks for. */
const PRODUCTION = {
  NODE_ENV: 'production',
  APP_SECRET: secret(),
  WEB_CLIENT_SECRET: secret(),
  WEB_URL: 'https://accounts.example.com',
};

/** The refusal of these settings: one setting named, how to mend it, and none of the values. */
function refusal(env: Record<string, string | undefined>): string {
  try {
    loadConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    const { message } = error as ConfigError;
    for (const [name, value] of Object.entries(env)) {
      if (name.includes('SECRET') && value) expect(message).not.toContain(value);
    }
    return message;
  }
  throw new Error('These settings were accepted');
}

describe('the settings', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'latchkey-config-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('have the defaults of the documentation', () => {
    expect(new Config({ NODE_ENV: 'development', DATA_DIR: dataDir })).toMatchObject({
      isProduction: false,
      apiPort: 4000,
      webPort: 3000,
      apiUrl: 'http://localhost:4000',
      webUrl: 'http://localhost:3000',
      databaseUrl: `sqlite:${join(dataDir, 'latchkey.db')}`,
      accessTokenTtlSeconds: 900,
      refreshTokenTtlSeconds: 1_209_600,
      sessionTtlSeconds: 2_592_000,
      refreshRetrySeconds: 30,
      trustedProxies: false,
      corsOrigins: [],
      logLevel: 'info',
      apiDocs: true,
      adminEmail: undefined,
      adminPassword: undefined,
    });
  });

  it('are those of production when nothing says otherwise', () => {
    expect(refusal({})).toMatch(/^APP_SECRET is missing\./);
    expect(refusal({ NODE_ENV: 'prod' })).toMatch(/^NODE_ENV must be one of: production, development, test\./);
  });

  it.each([
    ['ACCESS_TOKEN_TTL_SECONDS', '0', '3601'],
    ['REFRESH_TOKEN_TTL_SECONDS', '59', '31536001'],
    ['SESSION_TTL_SECONDS', '59', '31536001'],
    ['REFRESH_RETRY_SECONDS', '-1', '301'],
    ['API_PORT', '-1', '65536'],
    ['LOG_LEVEL', 'loud', 'all'],
    ['API_URL', 'localhost', 'http://localhost/v1'],
    ['WEB_URL', 'localhost', 'https://example.com/app'],
    ['TRUSTED_PROXIES', 'true', '0.0.0.0/0'],
    ['CORS_ORIGINS', '*', 'https://*.example.com'],
    ['API_DOCS', 'yes', '1'],
  ])('refuse %s outside its bounds by name', (name, ...values) => {
    for (const value of values) {
      expect(refusal({ NODE_ENV: 'test', DATA_DIR: dataDir, [name]: value })).toMatch(new RegExp(`^${name} must be `));
    }
  });

  describe('for providers', () => {
    const both = (name: string) => ({ [`${name}_CLIENT_ID`]: 'id', [`${name}_CLIENT_SECRET`]: 'secret' });

    it('set up none, or those that are there', () => {
      expect(loadConfig(PRODUCTION).providers).toEqual([]);
      const { providers } = loadConfig({
        ...PRODUCTION,
        ...both('GOOGLE'),
        ...both('GITHUB'),
        ...both('OIDC'),
        OIDC_ISSUER: 'https://id.example.com/realm/',
        OIDC_LABEL: 'Example',
      });
      expect(providers).toEqual([
        { id: 'google', label: 'Google', issuer: 'https://accounts.google.com', clientId: 'id' },
        { id: 'github', label: 'GitHub', clientId: 'id', clientSecret: 'secret', apiUrl: 'https://api.github.com' },
        { id: 'oidc', label: 'Example', issuer: 'https://id.example.com/realm/', clientId: 'id' },
      ]);
    });

    it('refuse one by half, and an address that keeps no secrets', () => {
      expect(refusal({ ...PRODUCTION, GOOGLE_CLIENT_ID: 'id' })).toMatch(/^GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET/);
      expect(refusal({ ...PRODUCTION, GITHUB_CLIENT_SECRET: 'x' })).toMatch(/^GITHUB_CLIENT_ID and/);
      expect(refusal({ ...PRODUCTION, ...both('OIDC') })).toMatch(/^OIDC_ISSUER is missing/);
      for (const issuer of [
        'http://id.example.com',
        'id.example.com',
        'https://id.example.com/?x',
        'ftp://localhost',
      ]) {
        expect(refusal({ ...PRODUCTION, ...both('OIDC'), OIDC_ISSUER: issuer })).toMatch(/^OIDC_ISSUER must be/);
      }
    });
  });

  describe('for local use', () => {
    const local = () => new Config({ NODE_ENV: 'development', DATA_DIR: dataDir });
    const file = () => join(dataDir, 'secrets.json');

    it('make a secret once, for its owner alone to read, and keep it', () => {
      const { appSecret } = local();
      expect(Buffer.from(appSecret, 'base64url')).toHaveLength(48);
      expect(local().appSecret).toBe(appSecret);
      expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ APP_SECRET: appSecret });
      expect(statSync(file()).mode & 0o777).toBe(0o600);
    });

    it('derive the secret that is shared with the web app', () => {
      const { appSecret, webClientSecret } = local();
      expect(webClientSecret).toBe(deriveKey(appSecret, 'latchkey/web-client').toString('base64url'));
    });

    it.each([
      '',
      'null',
      '[]',
      '{}',
      '{"APP_SECRET":"short-secret"}',
      `{"APP_SECRET":"${'s3cr3t'.repeat(9)}`,
      '{"APP_SECRET":7}',
    ])('refuse a damaged file of secrets without quoting it: %s', (content) => {
      writeFileSync(file(), content);
      const message = refusal({ NODE_ENV: 'development', DATA_DIR: dataDir });
      expect(message).toMatch(/secrets\.json holds no APP_SECRET\. Delete the file .* or restore it\.$/);
      expect(message).not.toMatch(/s3cr3t|short-secret/);
      expect(readFileSync(file(), 'utf8')).toBe(content);
    });

    it('take any secret that is given, and touch no file then', () => {
      expect(new Config({ NODE_ENV: 'test', DATA_DIR: join(dataDir, 'none'), APP_SECRET: 'any' }).appSecret).toBe(
        'any',
      );
    });
  });

  describe('of production', () => {
    const refused = (changes: Record<string, string | undefined>) => refusal({ ...PRODUCTION, ...changes });

    it('are accepted when they are all there', () => {
      const config = loadConfig({ ...PRODUCTION, APP_SECRET_PREVIOUS: secret(), TRUSTED_PROXIES: '1' });
      expect(config).toMatchObject({ isProduction: true, apiDocs: false, webUrl: 'https://accounts.example.com' });
    });

    it.each(['APP_SECRET', 'WEB_CLIENT_SECRET'])('must hold %s', (name) => {
      expect(refused({ [name]: undefined })).toMatch(new RegExp(`^${name} is missing\\. Set `));
      expect(refused({ [name]: '   ' })).toMatch(new RegExp(`^${name} is missing\\. Set `));
    });

    describe.each(['APP_SECRET', 'APP_SECRET_PREVIOUS', 'WEB_CLIENT_SECRET'])('refuse a %s', (name) => {
      it.each([
        ['of 31 bytes', randomBytes(24).toString('base64').slice(0, 31), 'is shorter than 32 bytes'],
        ['that is a placeholder', `change-me-${randomBytes(30).toString('hex')}`, 'looks like a placeholder'],
        ['from an example', `your_secret_${randomBytes(30).toString('hex')}`, 'looks like a placeholder'],
        ['of one letter', 'a'.repeat(64), 'is too regular to be random'],
        ['of one word over and over', 'latchkey'.repeat(8), 'is too regular to be random'],
        ['with letters in a row', 'abcdefghijklmnopqrstuvwxyz012345', 'is too regular to be random'],
        ['with digits in a row', '0123456789abcdef0123456789abcdef', 'is too regular to be random'],
        ['that repeats something random', randomBytes(6).toString('hex').repeat(6), 'is too regular to be random'],
      ])('%s', (_, value, why) => {
        expect(refused({ [name]: value })).toBe(`${name} ${why}. Make one with \`openssl rand -base64 48\`.`);
      });
    });

    it('take random secrets in every usual form', () => {
      for (let i = 0; i < 200; i++) {
        const [hex, base64] = [randomBytes(16).toString('hex'), randomBytes(32).toString('base64url')];
        expect(new Config({ ...PRODUCTION, APP_SECRET: hex, WEB_CLIENT_SECRET: base64 }).appSecret).toBe(hex);
      }
    });

    it('refuse one value for two secrets and name both', () => {
      const twin = secret();
      expect(refused({ APP_SECRET: twin, WEB_CLIENT_SECRET: ` ${twin} ` })).toMatch(
        /^WEB_CLIENT_SECRET and APP_SECRET hold one value\. Give each secret a value of its own\.$/,
      );
      expect(refused({ APP_SECRET: twin, APP_SECRET_PREVIOUS: twin })).toMatch(/^APP_SECRET_PREVIOUS and APP_SECRET /);
      expect(refused({ APP_SECRET_PREVIOUS: twin, WEB_CLIENT_SECRET: twin })).toMatch(
        /^WEB_CLIENT_SECRET and APP_SECRET_PREVIOUS /,
      );
    });

    it('refuse a public address without TLS, and take localhost', () => {
      for (const address of ['http://accounts.example.com', 'http://localhost.example.com', 'http://10.0.0.1:3000']) {
        expect(refused({ WEB_URL: address })).toMatch(/^WEB_URL is http\. Put TLS in front and set the https address/);
      }
      for (const address of ['http://localhost:3000', 'http://127.0.0.1', 'http://[::1]:3000', 'https://a.example']) {
        expect(new Config({ ...PRODUCTION, WEB_URL: address }).webUrl).toBe(address);
      }
    });

    it('refuse access tokens that live for less than a minute', () => {
      expect(refused({ ACCESS_TOKEN_TTL_SECONDS: '59' })).toMatch(
        /^ACCESS_TOKEN_TTL_SECONDS must be .* from 60 to 3600/,
      );
      expect(new Config({ ...PRODUCTION, ACCESS_TOKEN_TTL_SECONDS: '60' }).accessTokenTtlSeconds).toBe(60);
    });

    it('refuse a wildcard for CORS and for trusted proxies', () => {
      expect(refused({ CORS_ORIGINS: '*' })).toMatch(/^CORS_ORIGINS must be an address without a path/);
      expect(refused({ TRUSTED_PROXIES: 'true' })).toMatch(/^TRUSTED_PROXIES must be a number of hops/);
    });
  });
});
