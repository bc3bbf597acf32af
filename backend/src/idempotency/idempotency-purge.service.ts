import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Database } from '../database/database';
import { HourlyPurge } from '../database/hourly-purge';
import { purgeRows } from '../database/purge-rows';
import { REMEMBERED_MS } from './remembered-answers';

/** Forgets the answers of yesterday. */
@Injectable()
export class IdempotencyPurgeService extends HourlyPurge {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {
    super();
  }

  override purge(): Promise<number> {
    return purgeRows(this.database, 'idempotency_keys', 'created_at <= ?', [this.clock.now() - REMEMBERED_MS]);
  }
}
