import type { ClientInfo } from '../http/client-info';
import { Problem } from '../http/problem';
import { COUNTERS, type CounterKind } from './counters';

/** How often something may happen, and what callers know it by. Beyond its window nothing counts. @see COUNTERS */
export const POLICIES = {
  /** Wrong passwords that cost nothing but themselves. */
  pair: { name: 'sign-in', quota: 5 },
  /** Wrong passwords for one account, from anywhere; beyond, only devices go on that signed in before. */
  account: { name: 'sign-in-account', quota: 20 },
  /** Accounts that one address may mistype. */
  address: { name: 'sign-in-address', quota: 50 },
  'mail-address': { name: 'mail', quota: 30 },
  /** Mails of one kind to one recipient. */
  'mail-recipient': { name: 'mail-recipient', quota: 3 },
  /** Invented tokens. */
  'link-address': { name: 'link', quota: 20 },
} as const satisfies Record<CounterKind, { name: string; quota: number }>;

/** Tells the caller what is left, in the headers of the answer. @param resetMs after which something is restored */
export function tellRest({ tell }: ClientInfo, kind: CounterKind, remaining: number, resetMs: number): void {
  const { windowMs } = COUNTERS[kind];
  tell?.({
    ...POLICIES[kind],
    windowSeconds: windowMs / 1000,
    remaining: Math.max(0, remaining),
    resetSeconds: Math.ceil(resetMs / 1000),
  });
}

/**
 * Refuses, and tells the caller why.
 * @param pauseMs after which the caller may come again; whole seconds are told, and one at least
 */
export function tooMany(client: ClientInfo, kind: CounterKind, pauseMs: number): Problem {
  const longMs = Math.max(1000, pauseMs);
  tellRest(client, kind, 0, longMs);
  return new Problem('too_many_requests', { retryAfterSeconds: Math.ceil(longMs / 1000) });
}
