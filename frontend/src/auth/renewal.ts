import { createHash } from 'node:crypto';

import { clientFor, type CallContext } from '@/lib/api-transport';
import { log } from '@/lib/log';
import { ApiProblem } from '@/lib/problem';

import { encodeSession, needsRenewal, sessionTokenOf, type SessionToken } from './session-token';

export type RenewalOutcome =
  | { kind: 'renewed'; token: SessionToken; cookie: string }
  /** The API refused the refresh token: this session is over, whoever asks. */
  | { kind: 'ended'; reason: string | undefined }
  /** The API did not answer. Nothing is known, so nothing changes. */
  | { kind: 'unavailable' };

/**
 * How long a result is handed to requests that still come with the old cookie. Less than the API's retry window
 * (`REFRESH_RETRY_SECONDS`, 30 s), after which the same token would count as stolen.
 */
const KEEP_RESULT_MS = 20_000;
const RETRY_AFTER_MS = 150;

// proxy.ts and route handlers are separate copies of this module in one process; one map must serve them all.
const SHARED = Symbol.for('latchkey.renewals');
const shared = globalThis as { [SHARED]?: Map<string, Flight> };
const flights = (shared[SHARED] ??= new Map<string, Flight>());

interface Flight {
  outcome: Promise<RenewalOutcome>;
  /** Once it has landed with a new pair. */
  token?: SessionToken;
}

/**
 * Exchanges the refresh token, once for all requests that bring the same one, however many and however parallel.
 * Only proxy.ts calls this: it alone can give the new cookie to the browser *and* to the code behind it.
 */
export function renew(token: SessionToken, context: CallContext): Promise<RenewalOutcome> {
  const key = createHash('sha256').update(token.refreshToken).digest('hex');
  const known = flights.get(key);
  // A kept access token may be over by now where its lifetime is a few seconds. The API, asked again with the same
  // refresh token, gives a fresh one and rotates nothing.
  if (known && !(known.token && needsRenewal(known.token, Date.now()))) return known.outcome;
  const flight: Flight = { outcome: exchange(token, context, key.slice(0, 8)) };
  flights.set(key, flight);
  void flight.outcome.then((outcome) => land(key, flight, outcome));
  return flight.outcome;
}

function land(key: string, flight: Flight, outcome: RenewalOutcome): void {
  const forget = () => {
    if (flights.get(key) === flight) flights.delete(key);
  };
  // An API that is away may be back for the next request; the other answers are final for this token.
  if (outcome.kind === 'unavailable') return forget();
  if (outcome.kind === 'renewed') flight.token = outcome.token;
  setTimeout(forget, KEEP_RESULT_MS).unref();
}

async function exchange(token: SessionToken, context: CallContext, tokenHash: string): Promise<RenewalOutcome> {
  const startedAt = Date.now();
  const outcome = await attempt(token, context).catch(async (error: unknown) => {
    if (error instanceof ApiProblem) return failure(error);
    // The call may have been done and only its answer lost. The API gives the same successor again.
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
    return attempt(token, context).catch(failure);
  });
  const { kind } = outcome;
  const level = kind === 'unavailable' ? 'warn' : 'info';
  log(level, 'session_renewal', {
    requestId: context.requestId,
    tokenHash,
    code: kind,
    durationMs: Date.now() - startedAt,
  });
  return outcome;
}

async function attempt({ refreshToken }: SessionToken, context: CallContext): Promise<RenewalOutcome> {
  const pair = await clientFor(context).post('/v1/auth/refresh', { body: { refreshToken } });
  const token = sessionTokenOf(pair, Date.now());
  return { kind: 'renewed', token, cookie: await encodeSession(token) };
}

/** Only one answer ends a session. Everything else, however odd, leaves the person signed in. */
function failure(error: unknown): RenewalOutcome {
  const isEnd = error instanceof ApiProblem && error.status === 401 && error.code === 'session_ended';
  return isEnd ? { kind: 'ended', reason: error.reason } : { kind: 'unavailable' };
}
