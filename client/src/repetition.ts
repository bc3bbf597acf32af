import { IDEMPOTENT_DOORS } from './idempotent-doors.ts';
import type { Outgoing } from './request.ts';

const FIRST_PAUSE_MS = 200;

/** Whoever is told to come again later than that hears so at once. */
const MAX_PAUSE_MS = 30_000;

/** Gives a creating call a key of its own, so that asking again makes nothing twice. */
export function withIdempotencyKey(door: string, headers: Readonly<Record<string, string>>): Record<string, string> {
  const needsOne = IDEMPOTENT_DOORS.has(door) && headers['idempotency-key'] === undefined;
  return needsOne ? { ...headers, 'idempotency-key': crypto.randomUUID() } : { ...headers };
}

/**
 * Whether a call may be repeated of which nobody knows if it was done. Not one with `If-Match`: done before, it would
 * look as if somebody else had been faster.
 * @see RFC 9110 section 9.2.2
 */
export function isRepeatable({ method, headers }: Pick<Outgoing, 'method' | 'headers'>): boolean {
  if (headers['if-match'] !== undefined) return false;
  return method === 'GET' || method === 'PUT' || method === 'DELETE' || headers['idempotency-key'] !== undefined;
}

/** @returns false when it would take too long @throws the reason of the signal */
export async function pause(repetition: number, retryAfterSeconds = 0, signal?: AbortSignal): Promise<boolean> {
  // Random, so that those who were refused together do not come back together.
  const ownMs = FIRST_PAUSE_MS * 2 ** repetition * (0.5 + Math.random() / 2);
  const ms = Math.max(ownMs, retryAfterSeconds * 1000);
  if (ms > MAX_PAUSE_MS) return false;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
    if (signal?.aborted) done();
  });
  signal?.throwIfAborted();
  return true;
}
