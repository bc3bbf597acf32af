import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Config } from '../config';
import { BatchedQuery } from '../database/batched-query';
import { Database, type Tx } from '../database/database';
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
  /** Mails of one kind that an address was asked to be sent. */
  'mail-recipient': { windowMs: HOUR_MS, isExtended: false },
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

const NONE: Count = { total: 0, since: 0 };

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

  /** Counts once more. @returns how often by now */
  async add(tx: Pick<Tx, 'execute' | 'query'>, key: CounterKey): Promise<number> {
    const now = this.clock.now();
    const { windowMs, isExtended } = COUNTERS[key.kind];
    const expired = now - windowMs;
    const update = () =>
      tx.execute(
        `UPDATE throttle_counters SET total = CASE WHEN since <= ? THEN 1 ELSE total + 1 END,
           since = CASE WHEN since <= ? OR ? = 1 THEN ? ELSE since END WHERE id = ?`,
        [expired, expired, isExtended ? 1 : 0, now, key.id],
      );
    if ((await update()) === 0) {
      // Two of them may come first at the same moment; the second one finds the row of the other.
      const ignore = this.database.kind === 'sqlite' ? 'INSERT OR IGNORE' : 'INSERT IGNORE';
      const made = await tx.execute(`${ignore} INTO throttle_counters (id, total, since) VALUES (?, 1, ?)`, [
        key.id,
        now,
      ]);
      if (made === 1) return 1;
      await update();
    }
    const [row] = await tx.query<Row>('SELECT id, total, since FROM throttle_counters WHERE id = ?', [key.id]);
    return row?.total ?? 1;
  }

  async reset(key: CounterKey): Promise<void> {
    await this.database.execute('DELETE FROM throttle_counters WHERE id = ?', [key.id]);
  }

  private valid({ kind }: CounterKey, row: Row | undefined): Count {
    return row && row.since > this.clock.now() - COUNTERS[kind].windowMs ? row : NONE;
  }
}
