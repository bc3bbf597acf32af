import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Config } from '../config';
import { Database, type Tx } from '../database/database';
import { HOUR_MS, HourlyPurge } from '../database/hourly-purge';
import { nextTurn } from '../database/next-turn';
import { lockChain } from './audit-sealer';

const DAY_MS = 24 * HOUR_MS;
/** Small, so that no purge holds locks for long. */
const BATCH = 500;

/** Deletes events that are older than they have to be kept, from the beginning of the chain on: what is left can be verified. */
@Injectable()
export class AuditPurgeService extends HourlyPurge {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly database: Database,
  ) {
    super();
  }

  /** @returns number of deleted events */
  override async purge(): Promise<number> {
    if (this.config.auditRetentionDays === 0) return 0;
    const before = this.clock.now() - this.config.auditRetentionDays * DAY_MS;
    let total = 0;
    for (;;) {
      const deleted = await this.database.write((tx) => purgeBatch(tx, before));
      total += deleted;
      if (deleted < BATCH) return total;
      await nextTurn();
    }
  }
}

/** An event that is younger stops it, also where older ones follow: a chain has no holes. */
async function purgeBatch(tx: Tx, before: number): Promise<number> {
  const { purgedSequence } = await lockChain(tx);
  const oldest = await tx.query<{ sequence: number; hash: string; occurredAt: number }>(
    `SELECT sequence, hash, occurred_at AS occurredAt FROM audit_events WHERE sequence > ? ORDER BY sequence LIMIT ${BATCH}`,
    [purgedSequence],
  );
  const firstToKeep = oldest.findIndex(({ occurredAt }) => occurredAt >= before);
  const old = firstToKeep < 0 ? oldest : oldest.slice(0, firstToKeep);
  const last = old.at(-1);
  if (!last) return 0;
  await tx.execute('DELETE FROM audit_events WHERE sequence > ? AND sequence <= ?', [purgedSequence, last.sequence]);
  await tx.execute('UPDATE audit_chains SET purged_sequence = ?, purged_hash = ? WHERE id = 1', [
    last.sequence,
    last.hash,
  ]);
  return old.length;
}
