import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log';
import { Clock } from '../clock';
import { Config } from '../config';
import type { Tx } from '../database/database';
import type { ClientInfo } from '../http/client-info';
import { Problem } from '../http/problem';
import { addressBlock } from './address-block';
import { type Count, type CounterKey, type CounterKind, COUNTERS, Counters } from './counters';

/** Wrong passwords that cost nothing but themselves. */
const FREE_TRIES = 5;
const MAX_PAUSE_MS = 15 * 60_000;
/** Wrong passwords for one account within an hour, from anywhere; beyond, only devices go on that signed in before. */
const MAX_FOR_ACCOUNT = 20;
/** Accounts that one address may mistype within ten minutes. */
const MAX_ACCOUNTS = 50;
const FIRST_PAUSE_MS = 1_000;
/** Tries of one account that wait for others of it; more than anybody means well. */
const MAX_WAITING = 100;
const NOTHING: Count = { total: 0, since: 0 };

/** One try of a password. Say `failed` or `succeeded`, and `end` in any case. */
export interface Attempt {
  /** In the unit of work that records the failure. */
  failed(tx: Tx): Promise<void>;
  succeeded(): Promise<void>;
  end(): void;
}

const UNTHROTTLED: Attempt = { failed: async () => undefined, succeeded: async () => undefined, end: () => undefined };

/**
 * Throttles wrong passwords and locks nobody out: whoever has signed in on a device before is not kept waiting by what
 * others do elsewhere. What is refused here costs no hash. Whether there is such an account makes no difference.
 * @see docs/decisions/0028-throttle-without-lockout.md
 */
@Injectable()
export class SignInThrottle {
  /** Tries that are under way in this instance, and those that wait for them, by the counter that they would count for. */
  private readonly underWay = new Map<string, { tries: number; waiting: (() => void)[] }>();

  constructor(
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly counters: Counters,
  ) {}

  /**
   * @param account the address of the account in its canonical spelling, or whatever was typed
   * @throws Problem `too_many_requests`
   */
  async begin(account: string, client: ClientInfo): Promise<Attempt> {
    if (!this.config.rateLimits) return UNTHROTTLED;
    const block = addressBlock(client.ip);
    const { knownDevice } = client;
    const from = knownDevice === null ? ['address', block] : ['device', knownDevice];
    const pair = this.counters.keyOf('pair', ...from, account);
    // On a device that its owner used before, what others do elsewhere does not count.
    const others =
      knownDevice === null ? [this.counters.keyOf('account', account), this.counters.keyOf('address', block)] : [];
    for (;;) {
      // Taken before anything is read: who comes later sees this try either under way or counted, never neither.
      const place = this.take([pair, ...others]);
      let isOurs = false;
      try {
        const counts = await Promise.all(place.keys.map((key) => this.counters.read(key)));
        const rooms = place.keys.map((key, index) => this.roomFor(key, counts[index] ?? NOTHING));
        const pauseMs = Math.max(...rooms.map(({ pauseMs: each }) => each));
        if (pauseMs > 0) throw new Problem('too_many_requests', { retryAfterSeconds: Math.ceil(pauseMs / 1000) });
        const full = rooms.findIndex(({ tries }, index) => (place.before[index] ?? 0) >= tries);
        isOurs = full < 0;
        if (isOurs) return this.attempt(pair, others, counts[0] ?? NOTHING, client, place.leave);
        const { id } = place.keys[full] ?? pair;
        const turn = this.turnAt(id);
        place.leave();
        await turn;
      } finally {
        if (!isOurs) place.leave();
      }
    }
  }

  private attempt(
    pair: CounterKey,
    others: readonly CounterKey[],
    before: Count,
    client: ClientInfo,
    end: () => void,
  ): Attempt {
    return {
      failed: async (tx) => {
        const total = await this.counters.add(tx, pair);
        let isFirstTooMany = total === FREE_TRIES;
        for (const key of others) {
          // An address counts accounts, not tries.
          const isNew = key.kind !== 'address' || before.since < this.clock.now() - COUNTERS.address.windowMs;
          if (isNew && (await this.counters.add(tx, key)) === LIMITS[key.kind]) isFirstTooMany = true;
        }
        if (isFirstTooMany) {
          await this.audit.record(tx, { by: { actor: null, client }, action: 'session.throttle', outcome: 'refused' });
        }
      },
      succeeded: async () => {
        if (before.total > 0) await this.counters.reset(pair);
      },
      end,
    };
  }

  /** Counts a try as under way for each of the counters. */
  private take(keys: readonly CounterKey[]): { keys: readonly CounterKey[]; before: number[]; leave: () => void } {
    const places = keys.map(({ id }) => {
      const place = this.underWay.get(id) ?? { tries: 0, waiting: [] };
      this.underWay.set(id, place);
      return place;
    });
    const before = places.map(({ tries }) => tries);
    for (const place of places) place.tries += 1;
    let isLeft = false;
    const leave = () => {
      if (isLeft) return;
      isLeft = true;
      for (const [index, place] of places.entries()) {
        place.tries -= 1;
        for (const wake of place.waiting.splice(0)) wake();
        if (place.tries === 0) this.underWay.delete(keys[index]?.id ?? '');
      }
    };
    return { keys, before, leave };
  }

  /** Resolves when a try of those before has ended. @throws Problem `too_many_requests` when too many wait for it */
  private turnAt(id: string): Promise<void> {
    const place = this.underWay.get(id);
    if (!place) return Promise.resolve();
    if (place.waiting.length >= MAX_WAITING) throw new Problem('too_many_requests', { retryAfterSeconds: 1 });
    return new Promise((resolve) => place.waiting.push(resolve));
  }

  /** How many tries may be under way together, or how long there is none: beyond the limit of a pair it is one at a time. */
  private roomFor({ kind }: CounterKey, { total, since }: Count): { tries: number; pauseMs: number } {
    const limit = LIMITS[kind] ?? Infinity;
    if (kind === 'address')
      return { tries: Infinity, pauseMs: total < limit ? 0 : this.left(since, COUNTERS[kind].windowMs) };
    if (total < limit) return { tries: limit - total, pauseMs: 0 };
    if (kind !== 'pair') return { tries: 0, pauseMs: this.left(since, COUNTERS[kind].windowMs) };
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (total - FREE_TRIES), MAX_PAUSE_MS);
    return { tries: 1, pauseMs: this.left(since, pauseMs) };
  }

  private left(since: number, pauseMs: number): number {
    return Math.max(0, since + pauseMs - this.clock.now());
  }
}

const LIMITS: Partial<Record<CounterKind, number>> = {
  pair: FREE_TRIES,
  account: MAX_FOR_ACCOUNT,
  address: MAX_ACCOUNTS,
};
