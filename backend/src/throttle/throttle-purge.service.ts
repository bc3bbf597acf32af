import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Database } from '../database/database';
import { HourlyPurge } from '../database/hourly-purge';
import { COUNTERS } from './counters';

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

  override purge(): Promise<number> {
    return this.database.execute('DELETE FROM throttle_counters WHERE since <= ?', [this.clock.now() - LONGEST_MS]);
  }
}
