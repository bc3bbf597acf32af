import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Config } from '../config';
import { BatchedQuery } from '../database/batched-query';
import { Database, type Tx } from '../database/database';
import { placeholders } from '../database/parameters';
import { deriveKey } from '../derive-key';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * What is counted, and how long it counts: from the first time on, or anew from each time.
 * @see security.md 8 in docs/security.md
 */
export const COUNTERS = {
  /** Wrong passwords for one account from one address, or on one known device. */
  pair: { windowMs: 24 * HOUR_MS, isExtended: true },
  /** Wrong passwords for one account, from anywhere. */
  account: { windowMs: HOUR_MS, isExtended: false },
  /** Different accounts for which one address had a wrong password. */
  address: { windowMs: 10 * MINUTE_MS, isExtended: false },
  /** Requests for mails from one address. */
  'mail-address': { windowMs: 10 * MINUTE_MS, isExtended: false },
  /**
   * Mails of one kind that an address was asked to be sent. No longer than the link of shortest life lives: whoever is
   * refused another mail, because strangers asked for too many, has one that still works.
   */
  'mail-recipient': { windowMs: 30 * MINUTE_MS, isExtended: false },
  /** Tokens from one address that are none of ours. */
  'link-address': { windowMs: 10 * MINUTE_MS, isExtended: false },
} as const;

export type CounterKind = keyof typeof COUNTERS;

export interface CounterKey {
  readonly kind: CounterKind;
  readonly id: string;
}

export interface Count {
  /** 0 when nothing of it counts any more. */
  readonly total: number;
  /** Epoch milliseconds: when it began, or when it was extended last. */
  readonly since: number;
}

interface Row extends Count {
  id: string;
}

/** Nothing was counted, or nothing counts any more. */
export const NONE: Count = { total: 0, since: 0 };

/** Counters that all instances share and that outlive them. They are found by a keyed hash: nobody is named in them. */
@Injectable()
export class Counters {
  private readonly key: Buffer;
  private readonly rows: BatchedQuery<Row>;

  constructor(
    config: Config,
    private readonly clock: Clock,
    private readonly database: Database,
  ) {
    this.key = deriveKey(config.appSecret, 'latchkey/throttle');
    this.rows = new BatchedQuery(
      database,
      ({ id }) => id,
      (ids) => `SELECT id, total, since FROM throttle_counters WHERE id IN (${ids})`,
    );
  }

  /** @param parts what is counted, e.g. an address and an account */
  keyOf(kind: CounterKind, ...parts: string[]): CounterKey {
    const text = [kind, ...parts].join('\n');
    return { kind, id: createHmac('sha256', this.key).update(text).digest('base64url') };
  }

  async read(key: CounterKey): Promise<Count> {
    return this.valid(key, await this.rows.find(key.id));
  }

  /** What the unit of work sees, by id. */
  async readIn(tx: Pick<Tx, 'query'>, keys: readonly CounterKey[]): Promise<ReadonlyMap<string, Count>> {
    const ids = [...new Set(keys.map(({ id }) => id))];
    if (ids.length === 0) return new Map();
    const sql = `SELECT id, total, since FROM throttle_counters WHERE id IN (${placeholders(ids.length)})`;
    const rows = new Map((await tx.query<Row>(sql, ids)).map((row) => [row.id, row]));
    return new Map(keys.map((key) => [key.id, this.valid(key, rows.get(key.id))]));
  }

  /**
   * Counts once more. Whoever counts the same at the same time waits until this unit of work has ended, so the count
   * that comes back is nobody else's.
   * @param now the same for all that is counted together
   */
  async add(tx: Tx, key: CounterKey, now = this.clock.now()): Promise<Count> {
    const { windowMs, isExtended } = COUNTERS[key.kind];
    const expired = now - windowMs;
    // One statement: an INSERT that finds the row of another and an UPDATE after it would lock each other out.
    const clash = this.database.kind === 'sqlite' ? 'ON CONFLICT (id) DO UPDATE SET' : 'ON DUPLICATE KEY UPDATE';
    await tx.execute(
      `INSERT INTO throttle_counters (id, total, since) VALUES (?, 1, ?)
       ${clash} total = CASE WHEN since <= ? THEN 1 ELSE total + 1 END, since = CASE WHEN since <= ? THEN ? ELSE since END`,
      [key.id, now, expired, isExtended ? now : expired, now],
    );
    return (await this.readIn(tx, [key])).get(key.id) ?? NONE;
  }

  async reset(tx: Pick<Tx, 'execute'>, keys: readonly CounterKey[]): Promise<void> {
    if (keys.length === 0) return;
    const ids = keys.map(({ id }) => id);
    await tx.execute(`DELETE FROM throttle_counters WHERE id IN (${placeholders(ids.length)})`, ids);
  }

  /** How long it still counts, or what is counted next would. Milliseconds. */
  left({ kind }: CounterKey, { total, since }: Count): number {
    const { windowMs } = COUNTERS[kind];
    return total === 0 ? windowMs : Math.max(0, since + windowMs - this.clock.now());
  }

  private valid({ kind }: CounterKey, row: Row | undefined): Count {
    return row && row.since > this.clock.now() - COUNTERS[kind].windowMs ? row : NONE;
  }
}
