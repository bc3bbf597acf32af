import type { KeyObject } from 'node:crypto';
import type { Strategy } from 'passport-jwt';

type Verified = (error: Error | null, payload?: unknown) => void;
type Verifier = (token: string, key: KeyObject, options: object, done: Verified) => void;

const MAX_ENTRIES = 10_000;

/**
 * Remembers which tokens a key has verified, so that the signature of one token is checked once and not on every
 * request. Whether the token is expired or its session over is decided anew each time, elsewhere.
 *
 * The memory belongs to the key object: a key that is gone takes what it verified with it. Only the very same text
 * hits, so another encoding of a token is simply verified again.
 */
export function cacheVerifiedTokens(strategy: typeof Strategy): void {
  // passport-jwt offers this one place to put a verifier; its types do not know it.
  const hook = strategy as unknown as { JwtVerifier: Verifier };
  const verify = hook.JwtVerifier;
  const byKey = new WeakMap<KeyObject, Map<string, unknown>>();
  hook.JwtVerifier = (token, key, options, done) => {
    const known = byKey.get(key) ?? new Map<string, unknown>();
    byKey.set(key, known);
    const payload = known.get(token);
    if (payload !== undefined) return done(null, payload);
    verify(token, key, options, (error, verified) => {
      if (!error && verified !== undefined) remember(known, token, verified);
      done(error, verified);
    });
  };
}

function remember(known: Map<string, unknown>, token: string, payload: unknown): void {
  const oldest = known.size >= MAX_ENTRIES ? known.keys().next() : undefined;
  if (oldest && !oldest.done) known.delete(oldest.value);
  known.set(token, payload);
}
