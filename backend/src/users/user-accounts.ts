import { Injectable } from '@nestjs/common';
import type { AuditSource } from '../audit/audit-log';
import { Clock } from '../clock';
import type { Tx } from '../database/database';
import { isUniqueViolation } from '../database/errors';
import { uuidv7 } from '../database/uuid';
import { Problem } from '../http/problem';
import { insertUsers, type UserColumns, UserRows } from './user-rows';
import { statusOf, USER_COLUMNS, type UserRow } from './user.presenter';
import type { UserStatus } from './users.dto';

/** Somebody as the flows of an account meet them. */
export interface Account extends UserRow {
  readonly status: UserStatus;
}

/** Somebody who is about to have an account. The address is not proven yet. */
export interface NewAccount {
  /** In its canonical spelling. */
  readonly email: string;
  readonly name: string;
  /** Key of the role. */
  readonly role: string;
  readonly locale: string | null;
}

/** Whoever holds a link that was mailed to somebody acts as that person. */
export function actorOf({ id, role }: Account): AuditSource['actor'] {
  return { userId: id, role };
}

/** Whom a mail about an account goes to. */
export function mailTo({ id, email, locale }: Account) {
  return { to: email, userId: id, locale };
}

/** How accounts come to be and change hands: what the flows write of people. They decide; this keeps the rows right. */
@Injectable()
export class UserAccounts {
  constructor(
    private readonly clock: Clock,
    private readonly rows: UserRows,
  ) {}

  /** @param email in its canonical spelling */
  findByEmail(source: Pick<Tx, 'query'>, email: string): Promise<Account | undefined> {
    return findBy(source, 'u.email = ?', email);
  }

  findById(source: Pick<Tx, 'query'>, id: string): Promise<Account | undefined> {
    return findBy(source, 'u.id = ?', id);
  }

  /** @throws Problem `not_found` */
  async require(source: Pick<Tx, 'query'>, id: string): Promise<Account> {
    const account = await this.findById(source, id);
    if (!account) throw new Problem('not_found');
    return account;
  }

  /** @throws Problem `conflict` when somebody has the address */
  async add(tx: Tx, { email, name, role, locale }: NewAccount): Promise<Account> {
    const now = this.clock.now();
    const id = uuidv7(now);
    await unlessInUse(insertUsers(tx, [{ id, email, name, roleKey: role, locale, createdAt: now }]));
    const none = { emailVerifiedAt: null, disabledAt: null, eraseAt: null, passwordChangedAt: null, lastLoginAt: null };
    return { id, email, name, role, locale, status: 'unverified', createdAt: now, ...none };
  }

  /** Whoever holds a mail to the address has proven it. */
  async verify(tx: Tx, account: Account, columns: UserColumns = {}): Promise<void> {
    const now = this.clock.now();
    const emailVerifiedAt = account.emailVerifiedAt ?? now;
    await this.rows.change(tx, account, { ...columns, emailVerifiedAt, updatedAt: now });
  }

  /**
   * Keeps an account whose address nobody has proven as it is until the unit of work ends.
   * @returns whether it is so; false when somebody proved the address a moment ago
   */
  async holdUnproven(tx: Tx, id: string): Promise<boolean> {
    const held = await tx.execute('UPDATE users SET version = version + 1 WHERE id = ? AND email_verified_at IS NULL', [
      id,
    ]);
    return held === 1;
  }

  /**
   * Whoever proved the address gets it from somebody who signed up with it and never did.
   * @throws Problem `conflict` when somebody has proven it
   */
  async setEmail(tx: Tx, account: Account, email: string, columns: UserColumns = {}): Promise<void> {
    const now = this.clock.now();
    // No more than the row of a sign-up: nobody has ever been in, and nobody was given a role by somebody else.
    await tx.execute(
      `DELETE FROM users WHERE email = ? AND id <> ? AND role_key = 'USER'
         AND email_verified_at IS NULL AND password_hash IS NULL AND last_login_at IS NULL`,
      [email, account.id],
    );
    await unlessInUse(this.rows.change(tx, account, { ...columns, email, emailVerifiedAt: now, updatedAt: now }));
  }
}

async function findBy(source: Pick<Tx, 'query'>, condition: string, value: string): Promise<Account | undefined> {
  const [row] = await source.query<Omit<Account, 'status'>>(`SELECT ${USER_COLUMNS} FROM users u WHERE ${condition}`, [
    value,
  ]);
  return row && { ...row, status: statusOf(row) };
}

async function unlessInUse<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new Problem('conflict', { detail: 'Somebody has this e-mail address already.' });
  }
}
