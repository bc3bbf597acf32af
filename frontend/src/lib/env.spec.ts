import { SECRETS } from '@/test-support/settings';

import { EnvError, loadEnv } from './env';
import { originOf } from './sign-in-providers';

describe('the settings of the web app', () => {
  it('have defaults for everything but the secrets', () => {
    expect(loadEnv(SECRETS)).toMatchObject({
      apiUrl: 'http://localhost:4000',
      webUrl: 'http://localhost:3000',
      isHttps: false,
      exposeAccessToken: false,
      trustedProxies: '',
    });
  });

  it('take addresses without a trailing slash', () => {
    const env = loadEnv({ ...SECRETS, WEB_URL: 'https://accounts.acme.test/', API_URL: 'http://api:4000/' });
    expect(env).toMatchObject({ webUrl: 'https://accounts.acme.test', apiUrl: 'http://api:4000', isHttps: true });
  });

  it('offer the providers that are set up, by the names that people know', () => {
    const both = (name: string) => ({ [`${name}_CLIENT_ID`]: 'id', [`${name}_CLIENT_SECRET`]: 'secret' });
    expect(loadEnv({ ...SECRETS, GOOGLE_CLIENT_ID: 'id', ...both('OIDC') }).providers).toEqual([]);
    const { providers } = loadEnv({
      ...SECRETS,
      ...both('GOOGLE'),
      ...both('GITHUB'),
      ...both('OIDC'),
      OIDC_ISSUER: 'https://id.acme.test/',
      OIDC_LABEL: 'Acme',
    });
    expect(providers.map(({ id, label }) => `${id} ${label}`)).toEqual(['google Google', 'github GitHub', 'oidc Acme']);
    expect(providers.map(originOf)).toEqual([
      'https://accounts.google.com',
      'https://github.com',
      'https://id.acme.test',
    ]);
    const own = loadEnv({ ...SECRETS, ...both('GITHUB'), GITHUB_URL: 'https://git.acme.test/' }).providers;
    expect(own).toMatchObject([{ label: 'GitHub (git.acme.test)', url: 'https://git.acme.test' }]);
  });

  it.each([
    ['NEXTAUTH_SECRET', { NEXTAUTH_SECRET: '' }],
    ['NEXTAUTH_SECRET', { NEXTAUTH_SECRET: 'qX7-few-bytes' }],
    ['NEXTAUTH_SECRET', { NEXTAUTH_SECRET: 'a'.repeat(40) }],
    ['NEXTAUTH_SECRET', { NEXTAUTH_SECRET: 'please-change-me-please-change-me-please' }],
    ['WEB_CLIENT_SECRET', { WEB_CLIENT_SECRET: SECRETS.NEXTAUTH_SECRET }],
    ['WEB_URL', { WEB_URL: 'http://accounts.acme.test' }],
    ['WEB_URL', { WEB_URL: 'accounts.acme.test' }],
    ['API_URL', { API_URL: 'http://localhost:4000/v1' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: 'true' }],
    ['EXPOSE_ACCESS_TOKEN', { EXPOSE_ACCESS_TOKEN: 'yes' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'id.acme.test' }],
    ['GITHUB_URL', { GITHUB_URL: 'git.acme.test' }],
  ])('name %s when it cannot be used, and never its value', (name, wrong: Record<string, string>) => {
    const load = () => loadEnv({ ...SECRETS, ...wrong });
    expect(load).toThrow(EnvError);
    expect(load).toThrow(name);
    for (const value of Object.values(wrong)) if (value) expect(load).not.toThrow(value);
  });
});
