import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Database } from '../database/database';
import { HourlyPurge } from '../database/hourly-purge';
import { REMEMBERED_MS } from './remembered-answers';

/** Forgets the answers of yesterday. Several instances may do so at once. */
@Injectable()
export class IdempotencyPurgeService extends HourlyPurge {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {
    super();
  }

  override purge(): Promise<number> {
    return this.database.execute('DELETE FROM idempotency_keys WHERE created_at <= ?', [
      this.clock.now() - REMEMBERED_MS,
    ]);
  }
}
