import { Injectable } from '@nestjs/common';
import { LiveSessions } from '../access/live-sessions';
import { Clock } from '../clock';
import { Database, type Tx } from '../database/database';
import { type Account, UserAccounts } from './user-accounts';
import { UserRows } from './user-rows';

/** Somebody whose erasure has begun. */
export interface Leaving extends Account {
  /** Epoch milliseconds: since then they can do nothing any more. */
  readonly disabledAt: number;
}

/** When accounts end. Until their erasure begins that can be taken back, and afterwards not. */
@Injectable()
export class UserEnds {
  constructor(
    private readonly accounts: UserAccounts,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly liveSessions: LiveSessions,
    private readonly rows: UserRows,
  ) {}

  /** @param eraseAt epoch milliseconds */
  async schedule(tx: Tx, account: Account, eraseAt: number): Promise<void> {
    await this.rows.change(tx, account, { eraseAt, updatedAt: this.clock.now() });
  }

  /** The same, and keeps them out until then. */
  async scheduleAndDisable(tx: Tx, account: Account, eraseAt: number): Promise<void> {
    const now = this.clock.now();
    const disabled = account.disabledAt === null ? { disabledAt: now, disabledByDeletion: true } : {};
    await this.rows.change(tx, account, { ...disabled, eraseAt, updatedAt: now });
  }

  /** Takes it back; the account is as it was. @returns false when none was to end, or it is too late */
  async cancel(tx: Tx, id: string): Promise<boolean> {
    const now = this.clock.now();
    tx.afterCommit(() => this.liveSessions.forgetUser(id));
    // In this order: MySQL assigns one after the other.
    const kept = await tx.execute(
      `UPDATE users SET erase_at = NULL, disabled_at = CASE WHEN disabled_by_deletion = 1 THEN NULL ELSE disabled_at END,
         disabled_by_deletion = NULL, version = version + 1, updated_at = ? WHERE id = ? AND erase_at > ?`,
      [now, id, now],
    );
    return kept === 1;
  }

  /** Ids of those whose time has come, and of those whose erasure was cut off. */
  async due(limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT id FROM users WHERE erase_at <= ? ORDER BY erase_at LIMIT ?',
      [this.clock.now(), limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Closes the account for good. @returns undefined when it is kept, or gone already */
  async begin(tx: Tx, id: string): Promise<Leaving | undefined> {
    const now = this.clock.now();
    // Not later than now by any clock: an instance whose clock is behind must not give it back any more.
    await tx.execute(
      'UPDATE users SET erase_at = 0, disabled_at = ?, disabled_by_deletion = NULL WHERE id = ? AND erase_at BETWEEN 1 AND ?',
      [now, id, now],
    );
    return this.leaving(tx, id);
  }

  /**
   * Makes other instances wait that erase the same person.
   * @returns false when one of them is through: by then somebody else may have the address
   */
  async hold(tx: Tx, id: string): Promise<boolean> {
    // Changed and not only read: a multi-primary cluster finds a clash only between changed rows.
    return (await tx.execute('UPDATE users SET version = version + 1 WHERE id = ? AND erase_at = 0', [id])) === 1;
  }

  /** Takes the row away. Behind {@link hold}. */
  async finish(tx: Tx, id: string): Promise<void> {
    await tx.execute('DELETE FROM users WHERE id = ?', [id]);
  }

  private async leaving(tx: Tx, id: string): Promise<Leaving | undefined> {
    const account = await this.accounts.findById(tx, id);
    if (account?.eraseAt !== 0 || account.disabledAt === null) return undefined;
    return { ...account, disabledAt: account.disabledAt };
  }
}
