import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Database, type SqlValue, type Tx } from '../database/database';
import { databaseNow } from '../database/database-now';
import { uuidv7 } from '../database/uuid';
import { LEAVES_NOTHING } from './mails';

/** Longer than an attempt can take, with every time-out of the way. */
export const LEASE_MS = 5 * 60_000;
/** The first pause after an attempt that failed; each further one is twice as long. */
const FIRST_PAUSE_MS = 30_000;
const MAX_PAUSE_MS = 60 * 60_000;
/** About half a day after the first. */
export const MAX_ATTEMPTS = 16;

/** A row that is ours until its lease ends. */
export interface LeasedMail {
  readonly id: string;
  readonly kind: string;
  readonly recipient: string;
  readonly userId: string | null;
  readonly locale: string | null;
  /** JSON. */
  readonly data: string;
  readonly status: 'intent' | 'pending';
  /** This one included. */
  readonly attempts: number;
  readonly createdAt: number;
  readonly leaseId: string;
}

type Row = Omit<LeasedMail, 'leaseId'> & { nextAttemptAt: number; databaseNow: number | null };

/** Deals the rows of the outbox out to whoever works, one at a time, and to nobody twice while a lease lasts. */
@Injectable()
export class MailQueue {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {}

  /** @returns at most so many rows that are due, each ours now */
  async take(limit: number): Promise<LeasedMail[]> {
    // Those that are not due are left out below: by the database's clock, where ours is wrong.
    const rows = await this.database.query<Row>(
      `SELECT id, kind, recipient, user_id AS userId, locale, data, status, attempts, next_attempt_at AS nextAttemptAt,
         created_at AS createdAt, ${databaseNow(this.database.kind)} AS databaseNow
       FROM mails WHERE next_attempt_at IS NOT NULL ORDER BY next_attempt_at, id LIMIT ?`,
      [limit],
    );
    const leased: LeasedMail[] = [];
    for (const { nextAttemptAt, databaseNow: theirs, ...row } of rows) {
      const now = this.clock.now() + this.clock.behind(theirs);
      if (nextAttemptAt > now) break;
      const leaseId = uuidv7(now);
      const isOurs = await this.database.execute(
        'UPDATE mails SET lease_id = ?, next_attempt_at = ?, attempts = attempts + 1 WHERE id = ? AND next_attempt_at = ?',
        [leaseId, now + LEASE_MS, row.id, nextAttemptAt],
      );
      if (isOurs === 1) leased.push({ ...row, attempts: row.attempts + 1, leaseId });
    }
    return leased;
  }

  /** It is on its way; what it said is not kept. */
  async markSent(mail: LeasedMail): Promise<void> {
    if (LEAVES_NOTHING.includes(mail.kind)) return this.drop(mail);
    const now = this.clock.now();
    await this.finish(mail, `status = 'sent', sent_at = ?, data = NULL, last_error = NULL, next_attempt_at = NULL`, [
      now,
    ]);
  }

  /** Gives it up, for administrators to see. What it said is kept for them to try again. */
  async markDead(mail: LeasedMail, reason: string): Promise<void> {
    if (LEAVES_NOTHING.includes(mail.kind)) return this.drop(mail);
    await this.finish(mail, `status = 'dead', last_error = ?, next_attempt_at = NULL`, [reason]);
  }

  /** Later again; the pauses grow. */
  async postpone(mail: LeasedMail, reason: string): Promise<void> {
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (mail.attempts - 1), MAX_PAUSE_MS);
    // Not all at once when the mail server is back.
    const next = this.clock.now() + Math.round(pause * (0.75 + Math.random() / 2));
    await this.finish(mail, 'last_error = ?, next_attempt_at = ?', [reason, next]);
  }

  /** Takes a wish away that was looked into. @returns false when the lease has gone to somebody else */
  async remove(tx: Tx, { id, leaseId }: LeasedMail): Promise<boolean> {
    return (await tx.execute('DELETE FROM mails WHERE id = ? AND lease_id = ?', [id, leaseId])) === 1;
  }

  private async drop({ id, leaseId }: LeasedMail): Promise<void> {
    await this.database.execute('DELETE FROM mails WHERE id = ? AND lease_id = ?', [id, leaseId]);
  }

  private async finish({ id, leaseId }: LeasedMail, changes: string, parameters: SqlValue[]): Promise<void> {
    await this.database.execute(`UPDATE mails SET ${changes}, lease_id = NULL WHERE id = ? AND lease_id = ?`, [
      ...parameters,
      id,
      leaseId,
    ]);
  }
}
