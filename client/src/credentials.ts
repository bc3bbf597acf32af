/** Who calls. */
export interface Credentials {
  /** @returns the bearer token of the next request; undefined sends none */
  token(): Promise<string | undefined>;
  /**
   * The API no longer takes this token.
   * @returns whether there is another one to try
   */
  renew(token: string): Promise<boolean>;
}

/** A token that nothing renews: an API key, `lk_…`. */
export function bearer(token: string): Credentials {
  return { token: async () => token, renew: async () => false };
}

/** An access token is not used any more so long before it ends. */
export const SPARE_MS = 30_000;

/**
 * Access tokens that something else renews, e.g. the web app's own session in the browser where `EXPOSE_ACCESS_TOKEN` is on.
 * @param read asks for the token of now; called again when the last one is about to end, or was refused
 */
export function tokenSource(read: () => Promise<string | undefined>): Credentials {
  let current: Promise<string | undefined> | undefined;
  const readOnce = () => {
    const reading = read();
    current = reading;
    // What could not be read is asked for again.
    reading.catch(() => {
      if (current === reading) current = undefined;
    });
    return reading;
  };
  return {
    async token() {
      const token = await (current ?? readOnce());
      return token !== undefined && endOf(token) <= Date.now() + SPARE_MS ? readOnce() : token;
    },
    async renew(token) {
      const known = await current;
      const next = known === token ? await readOnce() : known;
      return next !== undefined && next !== token;
    },
  };
}

/** When a JWT ends. Epoch milliseconds; never, where it does not say. @see RFC 7519 section 4.1.4 */
function endOf(token: string): number {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const { exp } = JSON.parse(atob(payload)) as { exp?: unknown };
    return typeof exp === 'number' ? exp * 1000 : Infinity;
  } catch {
    return Infinity;
  }
}
