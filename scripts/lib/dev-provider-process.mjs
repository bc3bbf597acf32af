import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Child } from './children.mjs';
import { ROOT } from './paths.mjs';

const CLIENT_ID = 'latchkey-development';
const CONFIGURED = ['GOOGLE_CLIENT_ID', 'GITHUB_CLIENT_ID', 'OIDC_CLIENT_ID'];

/**
 * The development provider, where nobody has set up another one and the address is this machine's own: sign-in with a provider
 * can be tried offline. What is built for production knows nothing of it.
 *
 * @param {import('./settings.mjs').Settings} settings
 * @returns {Promise<{ child: Child, env: NodeJS.Dict<string> } | undefined>} what both servers are told of it
 */
export async function startProviderFor({ env, isLocal, webUrl }) {
  if (!isLocal || CONFIGURED.some((name) => env[name] !== undefined)) return undefined;
  const secret = randomBytes(24).toString('base64url');
  const redirectUris = ['oidc', 'github'].map((id) => `${webUrl}/api/auth/callback/${id}`);
  const applications = [{ clientId: CLIENT_ID, clientSecret: secret, redirectUris }];
  /** @type {(address: string) => void} */
  let tell = () => undefined;
  /** @type {Promise<string>} */
  const listening = new Promise((resolve) => (tell = resolve));
  const child = new Child({
    name: 'development provider',
    args: [join(ROOT, 'scripts/dev-provider.mjs')],
    env: { PATH: env.PATH, PORT: '0', APPLICATIONS: JSON.stringify(applications) },
    onLine(line) {
      const [, address] = /^Development provider at (\S+)$/.exec(line) ?? [];
      if (address) tell(address);
    },
    tethered: true,
  });
  const issuer = await Promise.race([listening, child.exited.then(() => '')]);
  if (!issuer) throw new Error(`The development provider did not start:\n${child.lastLines}`);
  return {
    child,
    env: {
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: CLIENT_ID,
      OIDC_CLIENT_SECRET: secret,
      OIDC_LABEL: 'Development',
      GITHUB_CLIENT_ID: CLIENT_ID,
      GITHUB_CLIENT_SECRET: secret,
      GITHUB_URL: `${issuer}/github`,
      GITHUB_API_URL: `${issuer}/github/api`,
    },
  };
}
