import { Injectable } from '@nestjs/common';
import { BatchedQuery } from '../database/batched-query';
import { Database } from '../database/database';
import type { Actor } from './actor';
import { LiveCache } from './live-cache';
import { LiveKeys } from './live-keys';
import { ACCOUNT_COLUMNS, accountOf, type AccountRow } from './own-account';
import { grantsOf } from './permissions';

/** What the guard must know about a session now. Moments are epoch milliseconds. */
export interface LiveSession {
  readonly actor: Actor;
  readonly idleExpiresAt: number;
  readonly expiresAt: number;
  /** Grows when the holder is first seen to use a new refresh token. */
  confirmedGeneration: number;
}

interface Row extends AccountRow {
  id: string;
  authenticated_at: number;
  idle_expires_at: number;
  expires_at: number;
  confirmed_generation: number;
}

/**
 * One indexed query joins session, user and role. An ended session or a disabled user is not there. What `GET /v1/me`
 * shows comes along: it costs nothing here, and a query of its own would be the dearest part of that request.
 */
const selectRows = (ids: string): string => `
  SELECT s.id, s.user_id, s.authenticated_at, s.idle_expires_at, s.expires_at, s.confirmed_generation, ${ACCOUNT_COLUMNS}
  FROM sessions s
  JOIN users u ON u.id = s.user_id
  JOIN roles r ON r.\`key\` = u.role_key
  WHERE s.id IN (${ids}) AND s.ended_at IS NULL AND u.disabled_at IS NULL`;

/**
 * Sessions with their user and role as they are now, at most a second old on any instance. If the query fails the
 * request fails: what a token says is never used instead.
 */
@Injectable()
export class LiveSessions {
  private readonly cache = new LiveCache((id) => this.load(id));
  private readonly rows: BatchedQuery<Row>;

  constructor(
    database: Database,
    private readonly keys: LiveKeys,
  ) {
    this.rows = new BatchedQuery(database, ({ id }) => id, selectRows);
  }

  /** @returns null when it ended, never was, or its user is disabled */
  find(sessionId: string): LiveSession | null | Promise<LiveSession | null> {
    return this.cache.find(sessionId);
  }

  /** After the commit of a change to one session. */
  forgetSession(sessionId: string): void {
    this.cache.forget(sessionId);
  }

  /** After a change to one user, or several of their sessions. Their API keys are read anew, too. */
  forgetUser(userId: string): void {
    this.cache.forgetWhere(({ actor }) => actor.userId === userId);
    this.keys.forgetUser(userId);
  }

  /** After a change to a role. */
  forgetAll(): void {
    this.cache.forgetAll();
    this.keys.forgetAll();
  }

  private async load(sessionId: string): Promise<LiveSession | null> {
    const row = await this.rows.find(sessionId);
    if (!row) return null;
    const actor: Actor = {
      kind: 'session',
      userId: row.user_id,
      sessionId,
      apiKeyId: null,
      role: row.role_key,
      grants: grantsOf(row.role_key, row.grants),
      account: accountOf(row),
      authenticatedAt: row.authenticated_at,
    };
    return {
      actor,
      idleExpiresAt: row.idle_expires_at,
      expiresAt: row.expires_at,
      confirmedGeneration: row.confirmed_generation,
    };
  }
}
