import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Database } from '../database/database';
import { HOUR_MS, HourlyPurge } from '../database/hourly-purge';
import { purgeRows } from '../database/purge-rows';

/** So long people see that a key has expired, and wonder no more why their script fails. */
const KEEP_MS = 30 * 24 * HOUR_MS;

/** Deletes API keys that expired long ago. */
@Injectable()
export class ApiKeyPurgeService extends HourlyPurge {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {
    super();
  }

  override purge(): Promise<number> {
    return purgeRows(this.database, 'api_keys', 'expires_at < ?', [this.clock.now() - KEEP_MS]);
  }
}
