import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Database } from '../database/database';
import { HOUR_MS, HourlyPurge } from '../database/hourly-purge';
import { purgeRows } from '../database/purge-rows';

/** Ended sessions stay so long for questions about the past. */
const KEEP_MS = 30 * 24 * HOUR_MS;

/** Deletes sessions that ended long ago. */
@Injectable()
export class SessionPurgeService extends HourlyPurge {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {
    super();
  }

  override async purge(): Promise<number> {
    const before = this.clock.now() - KEEP_MS;
    // One after the other: each has an index of its own.
    const ended = await purgeRows(this.database, 'sessions', 'ended_at < ?', [before]);
    return ended + (await purgeRows(this.database, 'sessions', 'expires_at < ?', [before]));
  }
}
