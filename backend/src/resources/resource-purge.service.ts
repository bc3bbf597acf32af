import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../clock';
import { Database } from '../database/database';
import { placeholders } from '../database/parameters';

const HOUR_MS = 3_600_000;
/** How long a deleted resource can be restored. */
export const RESTORABLE_MS = 30 * 24 * HOUR_MS;
/** Small, so that no purge holds locks for long. */
const BATCH = 500;

/** Removes for good what was deleted long ago. Several instances may do so at once. */
@Injectable()
export class ResourcePurgeService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ResourcePurgeService.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.purge().catch((error: unknown) => this.logger.error(error, 'resources could not be purged'));
    }, HOUR_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** @returns number of deleted rows */
  async purge(): Promise<number> {
    const before = this.clock.now() - RESTORABLE_MS;
    let total = 0;
    for (;;) {
      const rows = await this.database.query<{ id: string }>(
        `SELECT id FROM resources WHERE deleted_at < ? LIMIT ${BATCH}`,
        [before],
      );
      if (rows.length === 0) return total;
      const ids = rows.map(({ id }) => id);
      // Asked again: it may have been restored a moment ago.
      total += await this.database.execute(
        `DELETE FROM resources WHERE deleted_at < ? AND id IN (${placeholders(ids.length)})`,
        [before, ...ids],
      );
    }
  }
}
