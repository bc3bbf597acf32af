import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Database } from '../database/database';
import { HourlyPurge } from '../database/hourly-purge';
import { purgeRows } from '../database/purge-rows';
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
    return purgeRows(this.database, 'throttle_counters', 'since <= ?', [this.clock.now() - LONGEST_MS]);
  }
}
