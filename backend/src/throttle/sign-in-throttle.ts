import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log';
import { Clock } from '../clock';
import { Config } from '../config';
import type { Tx } from '../database/database';
import type { ClientInfo } from '../http/client-info';
import { Problem } from '../http/problem';
import { addressBlock } from './address-block';
import { Gates, UnderWay } from './under-way';
import { type Count, type CounterKey, type CounterKind, COUNTERS, Counters } from './counters';

/** Wrong passwords that cost nothing but themselves. */
const FREE_TRIES = 5;
const MAX_PAUSE_MS = 15 * 60_000;
/** Wrong passwords for one account within an hour, from anywhere; beyond, only devices go on that signed in before. */
const MAX_FOR_ACCOUNT = 20;
/** Accounts that one address may mistype within ten minutes. */
const MAX_ACCOUNTS = 50;
const FIRST_PAUSE_MS = 1_000;
const NOTHING: Count = { total: 0, since: 0 };

/** What a counter leaves: how many tries together, or how long there is none. */
interface Room {
  readonly tries: number;
  readonly pauseMs: number;
}

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
  private readonly underWay = new UnderWay();
  private readonly gates = new Gates();

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
    const keys = [pair, ...others];
    const gate = others[0]?.id ?? pair.id;
    // A flood ends here, without waiting for anybody.
    if (this.gates.isBusy(gate)) this.refuseWhilePaused(keys, await this.readAll(keys));
    return this.gates.inTurn(gate, async () => {
      for (;;) {
        // Before it is read what has failed: a try that ends meanwhile is under way here, and counted the next time.
        const underWay = keys.map(({ id }) => this.underWay.count(id));
        const counts = await this.readAll(keys);
        const rooms = this.refuseWhilePaused(keys, counts);
        const full = keys.find((_, index) => (underWay[index] ?? 0) >= (rooms[index]?.tries ?? 0));
        if (!full) return this.attempt(pair, others, counts[0] ?? NOTHING, client);
        await this.underWay.nextEnd(full.id);
      }
    });
  }

  private readAll(keys: readonly CounterKey[]): Promise<Count[]> {
    return Promise.all(keys.map((key) => this.counters.read(key)));
  }

  /** @throws Problem `too_many_requests` */
  private refuseWhilePaused(keys: readonly CounterKey[], counts: readonly Count[]): Room[] {
    const rooms = keys.map((key, index) => this.roomFor(key, counts[index] ?? NOTHING));
    const pauseMs = Math.max(...rooms.map(({ pauseMs: each }) => each));
    if (pauseMs > 0) throw new Problem('too_many_requests', { retryAfterSeconds: Math.ceil(pauseMs / 1000) });
    return rooms;
  }

  private attempt(pair: CounterKey, others: readonly CounterKey[], before: Count, client: ClientInfo): Attempt {
    const end = this.underWay.begin([pair.id, ...others.map(({ id }) => id)]);
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

  /** How many tries may be under way together, or how long there is none: beyond the limit of a pair it is one at a time. */
  private roomFor({ kind }: CounterKey, { total, since }: Count): Room {
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
