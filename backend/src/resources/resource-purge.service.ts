import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Database } from '../database/database';
import { HOUR_MS, HourlyPurge } from '../database/hourly-purge';
import { purgeRows } from '../database/purge-rows';

/** How long a deleted resource can be restored. */
export const RESTORABLE_MS = 30 * 24 * HOUR_MS;

/** Removes for good what was deleted long ago. */
@Injectable()
export class ResourcePurgeService extends HourlyPurge {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {
    super();
  }

  override purge(): Promise<number> {
    return purgeRows(this.database, 'resources', 'deleted_at < ?', [this.clock.now() - RESTORABLE_MS]);
  }
}
