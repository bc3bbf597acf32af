import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, type Tx } from '../database/database';
import { nextTurn } from '../database/next-turn';
import { byId, placeholders } from '../database/parameters';
import { CHAINED_COLUMNS, type ChainedEvent, type ChainEnd, chainHash } from './chain';

interface Sealed extends ChainedEvent {
  readonly sequence: number;
  readonly hash: string;
}

const BATCH = 200;
/** Long enough that events of one burst are sealed together, short beside the second after which all must be sealed. */
const DELAY_MS = 200;
/** Another instance may have been in the way, or the database away. */
const RETRY_MS = 1_000;

/**
 * Puts events into the chain, in the order of one row that every instance has to change first. After the commit and not
 * within it, so that people's requests never wait in line for that row.
 * @see docs/decisions/0017-events-sealed-after-their-commit.md
 */
@Injectable()
export class AuditSealer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(AuditSealer.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isOver = false;

  /**
   * Without it, servers read the events from the first one on while many are not sealed, as after an import. They would so
   * for `ORDER BY id`, too: the index has them in that order, but that is not known of an index of unique values.
   */
  private readonly index: string;

  constructor(private readonly database: Database) {
    this.index = database.kind === 'sqlite' ? '' : 'FORCE INDEX (uq_audit_events_sequence)';
  }

  /** What an instance that was killed left behind. */
  onApplicationBootstrap(): void {
    this.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isOver = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** There are events to be sealed. */
  wake(delayMs = DELAY_MS): void {
    if (this.isOver || this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.running = this.running.then(() => this.sealOrRetry());
    }, delayMs);
    this.timer.unref();
  }

  /** Seals all that is committed. @throws DatabaseUnavailable */
  async seal(): Promise<void> {
    while ((await this.database.write((tx) => this.sealBatch(tx))) === BATCH) await nextTurn();
  }

  private async sealOrRetry(): Promise<void> {
    try {
      await this.seal();
    } catch (error) {
      if (this.isOver) return;
      this.logger.warn(error, 'events could not be sealed yet');
      // Not all instances at once, or the same two meet again.
      this.wake(RETRY_MS * (1 + Math.random()));
    }
  }

  private async sealBatch(tx: Tx): Promise<number> {
    const head = await lockChain(tx);
    const events = await tx.query<ChainedEvent>(
      `SELECT ${CHAINED_COLUMNS} FROM audit_events e ${this.index} WHERE e.sequence IS NULL LIMIT ${BATCH}`,
    );
    if (events.length === 0) return 0;
    const inOrder = events.toSorted((one, other) => (one.id < other.id ? -1 : 1));
    const { sealed, end } = chain(head, inOrder);
    await store(tx, sealed);
    await tx.execute('UPDATE audit_chains SET sequence = ?, hash = ? WHERE id = 1', [end.sequence, end.hash]);
    await count(tx, sealed);
    return events.length;
  }
}

/** Makes every other instance wait that lengthens or shortens the chain. @returns its end */
export async function lockChain(tx: Tx): Promise<ChainEnd & { purgedSequence: number }> {
  // Changed and not only read: a multi-primary cluster finds a clash only between changed rows.
  await tx.execute('UPDATE audit_chains SET version = version + 1 WHERE id = 1');
  const [head] = await tx.query<ChainEnd & { purgedSequence: number }>(
    'SELECT sequence, hash, purged_sequence AS purgedSequence FROM audit_chains WHERE id = 1',
  );
  if (!head) throw new Error('The chain of audit events has no end: its row was removed.');
  return head;
}

function chain(head: ChainEnd, events: readonly ChainedEvent[]): { sealed: Sealed[]; end: ChainEnd } {
  let { sequence, hash } = head;
  const sealed = events.map((event) => {
    sequence += 1;
    hash = chainHash(hash, sequence, event);
    return { ...event, sequence, hash };
  });
  return { sealed, end: { sequence, hash } };
}

async function store(tx: Tx, sealed: readonly Sealed[]): Promise<void> {
  const idOf = ({ id }: Sealed) => id;
  const sequences = byId(sealed, idOf, ({ sequence }) => sequence);
  const hashes = byId(sealed, idOf, ({ hash }) => hash);
  await tx.execute(
    `UPDATE audit_events SET sequence = ${sequences.sql}, hash = ${hashes.sql} WHERE id IN (${placeholders(sealed.length)})`,
    [...sequences.parameters, ...hashes.parameters, ...sealed.map(idOf)],
  );
}

/** Behind the lock of the chain, so that nobody else counts the same day meanwhile. */
async function count(tx: Tx, sealed: readonly Sealed[]): Promise<void> {
  const totals = new Map<string, number>();
  for (const { occurredAt, action, outcome } of sealed) {
    const key = [new Date(occurredAt).toISOString().slice(0, 10), action, outcome].join(' ');
    totals.set(key, (totals.get(key) ?? 0) + 1);
  }
  for (const [key, total] of totals) {
    const place = key.split(' ');
    const updated = await tx.execute(
      'UPDATE audit_days SET total = total + ? WHERE day = ? AND action = ? AND outcome = ?',
      [total, ...place],
    );
    if (updated === 0)
      await tx.execute('INSERT INTO audit_days (day, action, outcome, total) VALUES (?, ?, ?, ?)', [...place, total]);
  }
}
