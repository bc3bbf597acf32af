import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Database } from '../database/database';
import { HourlyPurge } from '../database/hourly-purge';

/** Forgets used proofs that nobody would believe any more. */
@Injectable()
export class UsedProofPurgeService extends HourlyPurge {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {
    super();
  }

  override purge(): Promise<number> {
    return this.database.execute('DELETE FROM used_proofs WHERE expires_at < ?', [this.clock.now()]);
  }
}
