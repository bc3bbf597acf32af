import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Database } from '../database/database';
import { HOUR_MS, HourlyPurge } from '../database/hourly-purge';
import { nextTurn } from '../database/next-turn';
import { placeholders } from '../database/parameters';

/** How long a deleted resource can be restored. */
export const RESTORABLE_MS = 30 * 24 * HOUR_MS;
/** Small, so that no purge holds locks for long. */
const BATCH = 500;

/** Removes for good what was deleted long ago. Several instances may do so at once. */
@Injectable()
export class ResourcePurgeService extends HourlyPurge {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {
    super();
  }

  /** @returns number of deleted rows */
  override async purge(): Promise<number> {
    const before = this.clock.now() - RESTORABLE_MS;
    let total = 0;
    for (;;) {
      const rows = await this.database.query<{ id: string }>(
        `SELECT id FROM resources WHERE deleted_at < ? LIMIT ${BATCH}`,
        [before],
      );
      if (rows.length === 0) return total;
      const ids = rows.map(({ id }) => id);
      // Asked again: it may have been restored a moment ago.
      total += await this.database.execute(
        `DELETE FROM resources WHERE deleted_at < ? AND id IN (${placeholders(ids.length)})`,
        [before, ...ids],
      );
      await nextTurn();
    }
  }
}
