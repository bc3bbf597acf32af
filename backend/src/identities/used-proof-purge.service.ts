import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Database } from '../database/database';
import { HourlyPurge } from '../database/hourly-purge';
import { purgeRows } from '../database/purge-rows';

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
    return purgeRows(this.database, 'used_proofs', 'expires_at < ?', [this.clock.now()]);
  }
}
