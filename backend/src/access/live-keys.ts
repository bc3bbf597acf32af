import { Injectable } from '@nestjs/common';
import { BatchedQuery } from '../database/batched-query';
import { Database } from '../database/database';
import type { Actor } from './actor';
import { LiveCache } from './live-cache';
import { ACCOUNT_COLUMNS, accountOf, type AccountRow } from './own-account';
import { grantsOf, grantsWithin } from './permissions';

/** What the guard must know about an API key now. Moments are epoch milliseconds. */
export interface LiveKey {
  /** Its owner, held to what the scopes of the key allow. */
  readonly actor: Actor;
  /** SHA-256, hex. */
  readonly secretHash: string;
  readonly expiresAt: number;
  /** Null when it was never used. */
  lastUsedAt: number | null;
}

interface Row extends AccountRow {
  id: string;
  secret_hash: string;
  scopes: string;
  expires_at: number;
  last_used_at: number | null;
}

/**
 * One indexed query, as for sessions. A revoked key is not there, and none of an owner who is disabled, or whose account is
 * about to be deleted: programs do not go on for somebody who leaves.
 */
const selectRows = (ids: string): string => `
  SELECT k.id, k.user_id, k.secret_hash, k.scopes, k.expires_at, k.last_used_at, ${ACCOUNT_COLUMNS}
  FROM api_keys k
  JOIN users u ON u.id = k.user_id
  JOIN roles r ON r.\`key\` = u.role_key
  WHERE k.id IN (${ids}) AND u.disabled_at IS NULL AND u.erase_at IS NULL`;

/** API keys with their owner and the owner's role as they are now, at most a second old on any instance. */
@Injectable()
export class LiveKeys {
  private readonly cache = new LiveCache((id) => this.load(id));
  private readonly rows: BatchedQuery<Row>;

  constructor(database: Database) {
    this.rows = new BatchedQuery(database, ({ id }) => id, selectRows);
  }

  /** @returns null when it is revoked, never was, or its owner is disabled or leaves */
  find(keyId: string): LiveKey | null | Promise<LiveKey | null> {
    return this.cache.find(keyId);
  }

  /** After the commit of a change to one key. */
  forget(keyId: string): void {
    this.cache.forget(keyId);
  }

  /** After a change to one user. */
  forgetUser(userId: string): void {
    this.cache.forgetWhere(({ actor }) => actor.userId === userId);
  }

  /** After a change to a role. */
  forgetAll(): void {
    this.cache.forgetAll();
  }

  private async load(keyId: string): Promise<LiveKey | null> {
    const row = await this.rows.find(keyId);
    if (!row) return null;
    const actor: Actor = {
      kind: 'api_key',
      userId: row.user_id,
      sessionId: null,
      apiKeyId: keyId,
      role: row.role_key,
      grants: grantsWithin(grantsOf(row.role_key, row.grants), JSON.parse(row.scopes) as string[]),
      account: accountOf(row),
      authenticatedAt: null,
    };
    return { actor, secretHash: row.secret_hash, expiresAt: row.expires_at, lastUsedAt: row.last_used_at };
  }
}
