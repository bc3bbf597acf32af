import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Database } from '../database/database';
import { HourlyPurge } from '../database/hourly-purge';
import { placeholders } from '../database/parameters';
import { COUNTERS } from './counters';

/** Small, so that no purge holds locks for long. */
const BATCH = 500;
const LONGEST_MS = Math.max(...Object.values(COUNTERS).map(({ windowMs }) => windowMs));

/** Deletes counters of which nothing counts any more. */
@Injectable()
export class ThrottlePurgeService extends HourlyPurge {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {
    super();
  }

  /** @returns number of deleted rows */
  override async purge(): Promise<number> {
    const before = this.clock.now() - LONGEST_MS;
    let total = 0;
    for (;;) {
      const rows = await this.database.query<{ id: string }>(
        `SELECT id FROM throttle_counters WHERE since <= ? ORDER BY since LIMIT ${BATCH}`,
        [before],
      );
      if (rows.length === 0) return total;
      // Once more by its age: somebody may have failed again meanwhile.
      total += await this.database.execute(
        `DELETE FROM throttle_counters WHERE since <= ? AND id IN (${placeholders(rows.length)})`,
        [before, ...rows.map(({ id }) => id)],
      );
    }
  }
}
