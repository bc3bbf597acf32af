import { callbackify } from 'node:util';
import type { Pool, PoolConnection, PoolOptions } from 'mysql2';
import type { DatabaseLimits } from '../engine';
import { DatabaseUnavailable, isConnectionLoss } from '../errors';
import { UnitScope } from '../unit-scope';
import { type Held, HostPool } from './host-pool';
import { Lease, type LeaseSource } from './lease';
import { type MysqlKind, prepareSession } from './session';
import type { MysqlAddress } from './url';

/** A host that does not answer the first packet costs this much before the next one is tried. */
const CONNECT_TIMEOUT_MS = 2_000;
const KEEP_ALIVE_MS = 30_000;
const CLOSE_TIMEOUT_MS = 2_000;

export interface FailoverPoolOptions {
  readonly isReader: boolean;
  /** Connections to one host at most. */
  readonly size: number;
  readonly limits: DatabaseLimits;
  readonly createPool: (options: PoolOptions) => Pool;
}

/**
 * Connections to the first host that can be reached, in the shape of the pool that TypeORM's driver asks mysql2 for.
 * mysql2's own has no time-out for waiting, and no second host.
 */
export class FailoverPool implements LeaseSource {
  private readonly hosts: readonly HostPool[];
  private readonly prepared = new WeakSet<PoolConnection>();
  private preferred = 0;
  /** Known once a connection has been made. */
  kind: MysqlKind | undefined;

  constructor(
    address: MysqlAddress,
    private readonly options: FailoverPoolOptions,
  ) {
    const common = connectionOptions(address, options.size);
    this.hosts = address.hosts.map((host) => new HostPool(options.createPool({ ...common, ...host })));
  }

  /** A connection for a unit of work, or for one read. @throws DatabaseUnavailable */
  async lease(): Promise<Lease> {
    const { isReader, limits } = this.options;
    return new Lease(this, await this.acquire(), { isReader, queryMs: limits.queryMs, scope: UnitScope.current });
  }

  /** For TypeORM. */
  readonly getConnection = callbackify(() => this.lease());

  /** @returns a connection with its session prepared, and the host it belongs to */
  async acquire(): Promise<Held> {
    const deadline = performance.now() + this.options.limits.acquireMs;
    let lastError: unknown;
    for (let tried = 0; tried < this.hosts.length; tried += 1) {
      const index = this.preferred;
      try {
        return await this.acquireFrom(this.hostAt(index), deadline);
      } catch (error) {
        if (!isConnectionLoss(error)) throw error;
        lastError = error;
        this.moveOnFrom(index);
      }
    }
    throw new DatabaseUnavailable('The database cannot be reached', { cause: lastError });
  }

  /** A held connection failed: it is of no use, nor are idle ones to the same host; the next one comes from elsewhere. */
  giveUp({ host, connection }: Held): void {
    connection.destroy();
    host.dropIdle();
    this.moveOnFrom(this.hosts.indexOf(host));
  }

  end(callback: (error?: Error | null) => void): void {
    let isDone = false;
    const done = (): void => {
      if (isDone) return;
      isDone = true;
      clearTimeout(timer);
      callback();
    };
    // A server that is gone never says goodbye.
    const timer = setTimeout(done, CLOSE_TIMEOUT_MS);
    let open = this.hosts.length;
    for (const host of this.hosts) {
      host.end(() => {
        open -= 1;
        if (open === 0) done();
      });
    }
  }

  private async acquireFrom(host: HostPool, deadline: number): Promise<Held> {
    const connection = await host.acquire(Math.max(1, Math.round(deadline - performance.now())));
    if (!this.prepared.has(connection)) {
      try {
        this.kind = await prepareSession(connection.promise(), this.options.isReader, this.options.limits);
      } catch (error) {
        connection.destroy();
        throw error;
      }
      this.prepared.add(connection);
    }
    return { host, connection };
  }

  /** Several callers may see the same host fail; only the first of them moves on. */
  private moveOnFrom(index: number): void {
    if (this.preferred === index) this.preferred = (index + 1) % this.hosts.length;
  }

  private hostAt(index: number): HostPool {
    const host = this.hosts[index];
    if (!host) throw new RangeError('No such host');
    return host;
  }
}

function connectionOptions({ user, password, database, tls }: MysqlAddress, size: number): PoolOptions {
  return {
    user,
    password,
    database,
    connectionLimit: size,
    connectTimeout: CONNECT_TIMEOUT_MS,
    charset: 'UTF8MB4_BIN',
    timezone: 'Z',
    // Whole numbers and sums as numbers, like SQLite. Nothing here counts beyond 2^53.
    supportBigNumbers: true,
    bigNumberStrings: false,
    decimalNumbers: true,
    // An object as a parameter would become SQL of its own.
    stringifyObjects: true,
    multipleStatements: false,
    // So that what lies between does not take an idle connection for a dead one.
    enableKeepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_MS,
    // Affected rows are the rows that matched, as on SQLite, not only those that changed.
    flags: ['+FOUND_ROWS'],
    ...(tls ? { ssl: { rejectUnauthorized: true, ...(tls.ca ? { ca: tls.ca } : {}) } } : {}),
  };
}
