import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Database, type SqlValue, type Tx } from '../database/database';
import { uuidv7 } from '../database/uuid';
import type { ClientInfo } from '../http/client-info';
import type { Mail } from './mails';

/** What somebody may ask of an address without being told whether anybody has it. */
export type IntentKind = 'sign-up' | 'verification' | 'recovery' | 'email-change';

/** A wish for a mail. Who has the address, and what is to be said to them, is found out after the answer. */
export interface Intent {
  readonly kind: IntentKind;
  /** An address in its canonical spelling. */
  readonly to: string;
  /** Who asked. */
  readonly client: ClientInfo;
  readonly data: Readonly<Record<string, string>>;
}

/** Looks into a wish, in a unit of work of its own. @returns the mails that it comes to, often none */
export type Resolver = (tx: Tx, intent: Intent) => Promise<readonly Mail[]>;

interface Row {
  kind: string;
  to: string;
  userId: string | null;
  locale: string | null;
  data: object;
  status: 'pending' | 'intent';
}

/** Due by every clock. */
const AT_ONCE = 0;
const COLUMNS = 'id, kind, recipient, user_id, locale, data, status, attempts, next_attempt_at, created_at';

/**
 * Where mails wait to be sent. They are written in the unit of work of what they tell: both are there, or neither is.
 * @see docs/decisions/0026-mail-by-outbox.md
 */
@Injectable()
export class Outbox {
  private readonly resolvers = new Map<string, Resolver>();
  private wake: () => void = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {}

  /** Puts mails into the outbox, in the unit of work of what they are about. */
  async send(tx: Tx, ...mails: readonly Mail[]): Promise<void> {
    if (mails.length === 0) return;
    await this.insert(
      tx,
      mails.map((mail) => ({ ...mail, status: 'pending' })),
    );
  }

  /** Leaves a wish: one statement, whatever the address is. @throws DatabaseUnavailable */
  async intend(intent: Intent): Promise<void> {
    const { sql, parameters } = this.insertOf([rowOf(intent)]);
    await this.database.execute(sql, parameters);
    this.wake();
  }

  /** The same, together with what else is written. */
  async intendIn(tx: Tx, intent: Intent): Promise<void> {
    await this.insert(tx, [rowOf(intent)]);
  }

  /** Who looks into the wishes of a kind. Called once, while the application starts. */
  resolveWith(kind: IntentKind, resolver: Resolver): void {
    this.resolvers.set(kind, resolver);
  }

  resolverOf(kind: string): Resolver | undefined {
    return this.resolvers.get(kind);
  }

  /** There is something to do that was not written here. */
  wakeWorker(): void {
    this.wake();
  }

  /** Whoever does the work is told when there is some. */
  onWork(wake: () => void): void {
    this.wake = wake;
  }

  private async insert(tx: Tx, rows: readonly Row[]): Promise<void> {
    const { sql, parameters } = this.insertOf(rows);
    tx.afterCommit(() => this.wake());
    await tx.execute(sql, parameters);
  }

  private insertOf(rows: readonly Row[]): { sql: string; parameters: SqlValue[] } {
    const now = this.clock.now();
    const values = rows.map(({ kind, to, userId, locale, data, status }) => {
      return [uuidv7(now), kind, to, userId, locale, JSON.stringify(data), status, 0, AT_ONCE, now];
    });
    const marks = values.map((row) => `(${row.map(() => '?').join(', ')})`);
    return { sql: `INSERT INTO mails (${COLUMNS}) VALUES ${marks.join(', ')}`, parameters: values.flat() };
  }
}

function rowOf({ kind, to, client, data }: Intent): Row {
  return { kind, to, userId: null, locale: null, data: { client, data }, status: 'intent' };
}
