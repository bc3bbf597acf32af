import type { Pool, PoolConnection } from 'mysql2';
import { DatabaseUnavailable } from '../errors';

/** Connections to one host. Knows which of them are idle, to drop those when the host turns out to be gone. */
export class HostPool {
  private readonly idle = new Set<PoolConnection>();

  constructor(private readonly pool: Pool) {
    this.pool.on('connection', (connection) => {
      // mysql2 takes a broken connection out of the pool, but only the first error has a listener; a second one would
      // end the process.
      connection.on('error', () => undefined);
      connection.once('end', () => this.idle.delete(connection));
    });
  }

  /** @throws DatabaseUnavailable after `timeoutMs`; what the connection attempt throws */
  acquire(timeoutMs: number): Promise<PoolConnection> {
    return new Promise((resolve, reject) => {
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        reject(new DatabaseUnavailable(`No connection to the database within ${timeoutMs} ms`));
      }, timeoutMs);
      this.pool.getConnection((error, connection) => {
        if (isLate) {
          if (!error) this.release(connection);
          return;
        }
        clearTimeout(timer);
        if (error) return reject(error);
        this.idle.delete(connection);
        resolve(connection);
      });
    });
  }

  release(connection: PoolConnection): void {
    this.idle.add(connection);
    connection.release();
  }

  /** One connection was lost: the idle ones to the same host are most likely lost too, and nobody would notice. */
  dropIdle(): void {
    for (const connection of this.idle) connection.destroy();
    this.idle.clear();
  }

  end(callback: (error: Error | null) => void): void {
    this.pool.end(callback);
  }
}

/** A connection out of its pool. */
export interface Held {
  readonly host: HostPool;
  readonly connection: PoolConnection;
}
