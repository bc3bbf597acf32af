import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Database } from '../database/database';
import { HOUR_MS, HourlyPurge } from '../database/hourly-purge';
import { nextTurn } from '../database/next-turn';

/** Ended sessions stay so long for questions about the past. */
const KEEP_MS = 30 * 24 * HOUR_MS;
/** Small, so that no purge holds locks for long. */
const BATCH = 500;

/** Deletes sessions that ended long ago. Several instances may do so at once. */
@Injectable()
export class SessionPurgeService extends HourlyPurge {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {
    super();
  }

  /** @returns number of deleted rows */
  override async purge(): Promise<number> {
    const before = this.clock.now() - KEEP_MS;
    const ended = await this.purgeWhere('ended_at < ?', before);
    return ended + (await this.purgeWhere('expires_at < ?', before));
  }

  private async purgeWhere(condition: string, before: number): Promise<number> {
    let total = 0;
    for (;;) {
      const rows = await this.database.query<{ id: string }>(
        `SELECT id FROM sessions WHERE ${condition} LIMIT ${BATCH}`,
        [before],
      );
      if (rows.length === 0) return total;
      const ids = rows.map(({ id }) => id);
      const marks = ids.map(() => '?').join(', ');
      total += await this.database.write((tx) => tx.execute(`DELETE FROM sessions WHERE id IN (${marks})`, ids));
      await nextTurn();
    }
  }
}
