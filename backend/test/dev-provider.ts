import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const SCRIPT = join(__dirname, '../../scripts/dev-provider.mjs');

export interface Application {
  clientId: string;
  clientSecret: string;
  redirectUris: string[];
}

/** Latchkey, at the provider. */
export const OURS: Application = {
  clientId: 'latchkey',
  clientSecret: 'secret-of-latchkey',
  redirectUris: ['http://localhost:3000/api/auth/callback/oidc'],
};

/** Somebody, as they say themselves at the provider. */
export interface ProviderPerson {
  email: string;
  name?: string;
  subject?: string;
  isUnverified?: boolean;
}

/** The provider of `npm start`, as a process of its own, and a browser that signs in at it. */
export class DevProvider {
  private constructor(
    private readonly child: ChildProcess,
    readonly issuer: string,
  ) {}

  static async start(...applications: Application[]): Promise<DevProvider> {
    const env = { ...process.env, PORT: '0', APPLICATIONS: JSON.stringify(applications) };
    const child = spawn(process.execPath, [SCRIPT], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    for await (const line of createInterface({ input: child.stdout })) {
      const [, issuer] = /Development provider at (\S+)/.exec(line) ?? [];
      if (issuer) return new DevProvider(child, issuer);
    }
    throw new Error('The development provider did not start');
  }

  async stop(): Promise<void> {
    const closed = once(this.child, 'close');
    this.child.kill('SIGTERM');
    await closed;
  }

  /** Stops answering, as a provider that hangs. */
  hang(): void {
    this.child.kill('SIGSTOP');
  }

  goOn(): void {
    this.child.kill('SIGCONT');
  }

  /** Of an API whose people sign in here. */
  settingsFor({ clientId, clientSecret }: Application): Record<string, string> {
    return {
      OIDC_ISSUER: this.issuer,
      OIDC_CLIENT_ID: clientId,
      OIDC_CLIENT_SECRET: clientSecret,
      GITHUB_CLIENT_ID: clientId,
      GITHUB_CLIENT_SECRET: clientSecret,
      GITHUB_URL: `${this.issuer}/github`,
      GITHUB_API_URL: `${this.issuer}/github/api`,
    };
  }

  /** What the web app has after somebody signed in: an id token for the nonce. */
  async idToken(application: Application, person: ProviderPerson, nonce = randomBytes(16).toString('hex')) {
    const verifier = randomBytes(32).toString('base64url');
    const query = new URLSearchParams({
      client_id: application.clientId,
      redirect_uri: application.redirectUris[0] ?? '',
      response_type: 'code',
      scope: 'openid email profile',
      nonce,
      state: 'state',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const browser = new Browser();
    const page = await browser.follow(`${this.issuer}/auth?${query}`);
    const back = await browser.follow(page, formOf(person));
    const answer = await fetch(`${this.issuer}/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${basic(application)}` },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: new URL(back).searchParams.get('code') ?? '',
        redirect_uri: application.redirectUris[0] ?? '',
        code_verifier: verifier,
      }),
    });
    const { id_token: idToken } = (await answer.json()) as { id_token: string };
    return { idToken, nonce };
  }

  /** The same with GitHub: an access token. */
  async gitHubToken(application: Application, person: ProviderPerson): Promise<{ accessToken: string }> {
    const { clientId: client_id, clientSecret: client_secret, redirectUris } = application;
    const query = new URLSearchParams({
      client_id,
      redirect_uri: redirectUris[0] ?? '',
      state: 'x',
      scope: 'user:email',
    });
    const back = await new Browser().follow(`${this.issuer}/github/login/oauth/authorize?${query}`, formOf(person));
    const code = new URL(back).searchParams.get('code') ?? '';
    const answer = await fetch(`${this.issuer}/github/login/oauth/access_token`, {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body: new URLSearchParams({ client_id, client_secret, code }),
    });
    const { access_token: accessToken } = (await answer.json()) as { access_token: string };
    return { accessToken };
  }
}

const basic = ({ clientId, clientSecret }: Application) =>
  Buffer.from(`${clientId}:${clientSecret}`).toString('base64');

function formOf({ email, name = 'Ada Lovelace', subject = '', isUnverified = false }: ProviderPerson): URLSearchParams {
  return new URLSearchParams({ email, name, subject, answer: 'yes', ...(!isUnverified && { verified: 'on' }) });
}

/** Keeps cookies, and follows redirects as far as they lead to pages of the provider. */
class Browser {
  private readonly cookies = new Map<string, string>();

  /** @returns the address of the page that is shown, or of the application that it leads back to */
  async follow(address: string, form?: URLSearchParams): Promise<string> {
    const { origin } = new URL(address);
    let at = address;
    let body = form;
    for (let step = 0; step < 10; step++) {
      const answer = await fetch(at, {
        method: body ? 'POST' : 'GET',
        body,
        redirect: 'manual',
        headers: { Cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      });
      for (const cookie of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        this.cookies.set(name, value);
      }
      const location = answer.headers.get('location');
      if (answer.status >= 400) throw new Error(`${at} answered ${answer.status}: ${await answer.text()}`);
      if (location === null) return at;
      at = new URL(location, at).href;
      body = undefined;
      if (!at.startsWith(`${origin}/`)) return at;
    }
    throw new Error('The provider leads in circles');
  }
}
