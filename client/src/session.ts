import { type Client, type ClientOptions, createClient } from './client.ts';
import { type Credentials, SPARE_MS } from './credentials.ts';
import { Problem, Unavailable } from './problem.ts';
import type { Schemas } from './types.ts';

/** What a sign-in leaves. */
export interface Tokens {
  accessToken: string;
  refreshToken: string;
  /** When the access token ends. Epoch milliseconds. */
  accessExpiresAt: number;
}

/** Where tokens are kept. One that several tabs or processes share lets them renew for each other. */
export interface TokenStore {
  read(): Tokens | null | Promise<Tokens | null>;
  write(tokens: Tokens | null): void | Promise<void>;
}

/** Forgets everything with the program. */
export function memoryStore(tokens: Tokens | null = null): TokenStore {
  let current = tokens;
  return {
    read: () => current,
    write: (next) => {
      current = next;
    },
  };
}

export interface SessionOptions extends Pick<ClientOptions, 'url' | 'fetch' | 'timeoutMs' | 'retries'> {
  /** The memory of the program, unless something else is said. */
  store?: TokenStore;
  /** The session is over: not for a while, but for good. */
  onEnd?: (reason: string | undefined) => void;
}

/**
 * Somebody who signs in with e-mail and password. Access tokens are renewed before they end, once for any number of calls.
 * @example
 * const session = new Session({ url });
 * await session.signIn(email, password);
 * const api = createClient({ url, auth: session });
 */
export class Session implements Credentials {
  private readonly api: Client;
  private readonly store: TokenStore;
  private readonly onEnd: SessionOptions['onEnd'];
  private renewal: Promise<Tokens> | undefined;

  constructor({ store = memoryStore(), onEnd, ...options }: SessionOptions) {
    this.api = createClient(options);
    this.store = store;
    this.onEnd = onEnd;
  }

  /** @throws Problem `invalid_credentials`, `too_many_requests`; Unavailable */
  async signIn(email: string, password: string): Promise<Schemas['TokenPair']['user']> {
    const pair = await this.api.post('/v1/auth/login', { body: { email, password } });
    await this.store.write(tokensOf(pair));
    return pair.user;
  }

  /** Ends the session everywhere within a second. What was kept is gone in any case. @throws Unavailable */
  async signOut(): Promise<void> {
    const tokens = await this.store.read();
    await this.store.write(null);
    if (tokens) await this.api.post('/v1/auth/logout', { body: { refreshToken: tokens.refreshToken } });
  }

  /** @throws Problem `session_ended`; Unavailable when the token is over and could not be renewed */
  async token(): Promise<string | undefined> {
    const tokens = await this.store.read();
    if (!tokens) return undefined;
    if (tokens.accessExpiresAt > Date.now() + SPARE_MS) return tokens.accessToken;
    try {
      return (await this.renewed()).accessToken;
    } catch (error) {
      // An API that is away for a moment signs nobody out, and may be back when the call arrives.
      if (error instanceof Unavailable && tokens.accessExpiresAt > Date.now()) return tokens.accessToken;
      throw error;
    }
  }

  /** @throws Problem `session_ended`; Unavailable */
  async renew(token: string): Promise<boolean> {
    const tokens = await this.store.read();
    if (!tokens) return false;
    // Somebody else has renewed it in the meantime.
    if (tokens.accessToken !== token) return true;
    await this.renewed();
    return true;
  }

  private renewed(): Promise<Tokens> {
    this.renewal ??= this.exchange().finally(() => {
      this.renewal = undefined;
    });
    return this.renewal;
  }

  /** May be repeated: the API gives the successor again to whoever lost the answer. */
  private async exchange(): Promise<Tokens> {
    const before = await this.store.read();
    if (!before) throw new Problem({ status: 401, code: 'session_ended', title: 'Nobody is signed in.' });
    const { refreshToken } = before;
    try {
      const tokens = tokensOf(await this.refresh(refreshToken));
      await this.store.write(tokens);
      return tokens;
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'session_ended')) throw error;
      // Whoever signed in meanwhile stays signed in.
      const now = await this.store.read();
      if (now?.refreshToken === refreshToken) {
        await this.store.write(null);
        this.onEnd?.(error.reason);
      }
      throw error;
    }
  }

  private async refresh(refreshToken: string): Promise<Schemas['TokenPair']> {
    const ask = () => this.api.post('/v1/auth/refresh', { body: { refreshToken } });
    return ask().catch((error: unknown) => {
      if (error instanceof Unavailable) return ask();
      throw error;
    });
  }
}

function tokensOf({ accessToken, refreshToken, expiresIn }: Schemas['TokenPair']): Tokens {
  return { accessToken, refreshToken, accessExpiresAt: Date.now() + expiresIn * 1000 };
}
