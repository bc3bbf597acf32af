import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Database } from '../database/database';
import { HOUR_MS, HourlyPurge } from '../database/hourly-purge';

/** So long the page behind a link can say that it has expired, and a sign-up can ask for another mail. */
const KEEP_MS = 7 * 24 * HOUR_MS;

/** Deletes links that expired long ago. */
@Injectable()
export class MailedTokenPurgeService extends HourlyPurge {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {
    super();
  }

  override purge(): Promise<number> {
    return this.database.execute('DELETE FROM mailed_tokens WHERE expires_at < ?', [this.clock.now() - KEEP_MS]);
  }
}
