import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Config } from '../config';
import { Database, type Tx } from '../database/database';
import { placeholders } from '../database/parameters';
import { uuidv7 } from '../database/uuid';
import { invalidField, Problem } from '../http/problem';
import { SealedTokens, UUID_BYTES, uuidFromBytes, uuidToBytes } from '../tokens/sealed-tokens';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** What a mailed link is good for, and how long. @see security.md 10 in docs/security.md */
export const LIFETIMES_MS = {
  'verify-email': DAY_MS,
  'reset-password': 30 * MINUTE_MS,
  invitation: 7 * DAY_MS,
  'confirm-email': DAY_MS,
  'undo-email': 7 * DAY_MS,
  'keep-account': 14 * DAY_MS,
} as const satisfies Record<string, number>;

export type MailedTokenPurpose = keyof typeof LIFETIMES_MS;
export const PURPOSES = Object.keys(LIFETIMES_MS) as MailedTokenPurpose[];

/** Whether a link may be used, and if not, why. */
export type MailedTokenState = 'usable' | 'expired' | 'used' | 'invalid';
export const MAILED_TOKEN_STATES: readonly MailedTokenState[] = ['usable', 'expired', 'used', 'invalid'];

/** What the holder of a genuine token may do with it. */
export interface MailedToken {
  readonly id: string;
  readonly userId: string;
  readonly purpose: MailedTokenPurpose;
  /** What was given when it was issued. */
  readonly data: Readonly<Record<string, string>>;
}

interface Row {
  id: string;
  userId: string;
  purpose: MailedTokenPurpose;
  salt: string;
  data: string | null;
  expiresAt: number;
  usedAt: number | null;
}

interface Found {
  state: MailedTokenState;
  token?: MailedToken;
}

const COLUMNS = 'id, user_id AS userId, purpose, salt, data, expires_at AS expiresAt, used_at AS usedAt';

/**
 * Links in mails: bound to a person and a purpose, good for one use, and not to be read out of the database.
 * @see OWASP Forgot Password Cheat Sheet; docs/decisions/0024-links-in-mails.md
 */
@Injectable()
export class MailedTokens {
  private readonly tokens: SealedTokens;

  constructor(
    config: Config,
    private readonly clock: Clock,
    private readonly database: Database,
  ) {
    this.tokens = new SealedTokens(config, 'latchkey/mailed-token', 'lkm_', UUID_BYTES);
  }

  /** @returns its id; the token itself is not needed before the mail is sent, see {@link reveal} */
  async issue(
    tx: Tx,
    { purpose, userId, data }: Pick<MailedToken, 'purpose' | 'userId'> & Partial<Pick<MailedToken, 'data'>>,
  ): Promise<string> {
    const now = this.clock.now();
    const id = uuidv7(now);
    await tx.execute(
      'INSERT INTO mailed_tokens (id, user_id, purpose, salt, data, expires_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      [
        id,
        userId,
        purpose,
        randomBytes(32).toString('hex'),
        data ? JSON.stringify(data) : null,
        now + LIFETIMES_MS[purpose],
        now,
      ],
    );
    return id;
  }

  /** The token itself, for the mail. @returns undefined when it is of no use any more */
  async reveal(id: string): Promise<string | undefined> {
    const row = await this.find(this.database, id);
    if (!row || this.stateOf(row) !== 'usable') return undefined;
    return this.tokens.seal(uuidToBytes(row.id), row.salt);
  }

  /** What a token is good for, without using it. */
  async inspect(token: string, ...purposes: MailedTokenPurpose[]): Promise<Found> {
    return this.look(this.database, token, purposes);
  }

  /**
   * Uses a token, once and for all: of two uses at the same time one fails.
   * @throws Problem `validation_failed` on the field `token` with the code `expired`, `used` or `invalid`
   */
  async use(tx: Tx, token: string, ...purposes: MailedTokenPurpose[]): Promise<MailedToken> {
    const found = await this.look(tx, token, purposes);
    if (!found.token) throw unusable(found.state);
    const used = await tx.execute(
      'UPDATE mailed_tokens SET used_at = ?, data = NULL WHERE id = ? AND used_at IS NULL',
      [this.clock.now(), found.token.id],
    );
    if (used !== 1) throw unusable('used');
    return found.token;
  }

  /** What the newest token of the purpose was given, also when it has expired; undefined when none is unused. */
  async latestData(tx: Tx, userId: string, purpose: MailedTokenPurpose): Promise<MailedToken['data'] | undefined> {
    const [row] = await tx.query<Pick<Row, 'data'>>(
      `SELECT data FROM mailed_tokens WHERE user_id = ? AND purpose = ? AND used_at IS NULL
       ORDER BY created_at DESC, id DESC LIMIT 1`,
      [userId, purpose],
    );
    return row && dataOf(row);
  }

  /**
   * Lets somebody's other links die.
   * @param purposes those that do
   * @param after only those that were issued after the token with this id
   */
  async revoke(tx: Tx, userId: string, purposes: readonly MailedTokenPurpose[], after = ''): Promise<void> {
    await tx.execute(
      `UPDATE mailed_tokens SET used_at = ?, data = NULL
       WHERE user_id = ? AND purpose IN (${placeholders(purposes.length)}) AND used_at IS NULL AND id > ?`,
      [this.clock.now(), userId, ...purposes, after],
    );
  }

  private async look(
    source: Pick<Tx, 'query'>,
    token: string,
    purposes: readonly MailedTokenPurpose[],
  ): Promise<Found> {
    const sealed = this.tokens.open(token);
    const row = sealed && (await this.find(source, uuidFromBytes(sealed.head)));
    if (!row || !this.tokens.isGenuine(sealed, row.salt) || !purposes.includes(row.purpose))
      return { state: 'invalid' };
    const state = this.stateOf(row);
    if (state !== 'usable') return { state };
    const { id, userId, purpose } = row;
    return { state, token: { id, userId, purpose, data: dataOf(row) } };
  }

  private stateOf({ usedAt, expiresAt }: Row): MailedTokenState {
    if (usedAt !== null) return 'used';
    return expiresAt > this.clock.now() ? 'usable' : 'expired';
  }

  private async find(source: Pick<Tx, 'query'>, id: string): Promise<Row | undefined> {
    const [row] = await source.query<Row>(`SELECT ${COLUMNS} FROM mailed_tokens WHERE id = ?`, [id]);
    return row;
  }
}

function dataOf({ data }: Pick<Row, 'data'>): MailedToken['data'] {
  return data === null ? {} : (JSON.parse(data) as MailedToken['data']);
}

const SENTENCES: Record<Exclude<MailedTokenState, 'usable'>, string> = {
  expired: 'This link has expired. Ask for a new one.',
  used: 'This link was used already, or a later one took its place.',
  invalid: 'This link is not complete, or not one of ours. Open it from the mail again.',
};

function unusable(state: MailedTokenState): Problem {
  const code = state === 'usable' ? 'invalid' : state;
  return invalidField('token', code, SENTENCES[code]);
}
