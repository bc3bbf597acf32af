import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Database } from '../database/database';
import { HOUR_MS, HourlyPurge } from '../database/hourly-purge';

/** So long administrators can see that a mail was sent, or try a dead one again. */
const KEEP_MS = 30 * 24 * HOUR_MS;

/** Deletes mails that were sent or given up long ago. */
@Injectable()
export class MailPurgeService extends HourlyPurge {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {
    super();
  }

  override purge(): Promise<number> {
    return this.database.execute(`DELETE FROM mails WHERE status IN ('sent', 'dead') AND created_at < ?`, [
      this.clock.now() - KEEP_MS,
    ]);
  }
}
