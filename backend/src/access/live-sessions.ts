import { Injectable } from '@nestjs/common';
import { BatchedQuery } from '../database/batched-query';
import { Database } from '../database/database';
import type { Actor } from './actor';
import { grantsOf } from './permissions';

/** What the guard must know about a session now. Moments are epoch milliseconds. */
export interface LiveSession {
  readonly actor: Actor;
  readonly idleExpiresAt: number;
  readonly expiresAt: number;
  /** Grows when the holder is first seen to use a new refresh token. */
  confirmedGeneration: number;
}

interface Row {
  id: string;
  user_id: string;
  role_key: string;
  grants: string;
  email: string;
  name: string;
  locale: string | null;
  email_verified_at: number | null;
  erase_at: number | null;
  password_changed_at: number | null;
  created_at: number;
  last_login_at: number | null;
  authenticated_at: number;
  idle_expires_at: number;
  expires_at: number;
  confirmed_generation: number;
}

interface Entry {
  /** Moment the query began, by a clock that nobody sets. */
  readonly askedAt: number;
  readonly answer: Promise<LiveSession | null>;
  /** Unknown until the answer is there. */
  session?: LiveSession | null;
}

/** An answer is used so long after its question was asked; with the query itself, a change acts within 1 s. */
const MAX_AGE_MS = 800;
const MAX_ENTRIES = 20_000;

/**
 * One indexed query joins session, user and role. An ended session or a disabled user is not there. What `GET /v1/me`
 * shows comes along: it costs nothing here, and a query of its own would be the dearest part of that request.
 */
const selectRows = (ids: string): string => `
  SELECT s.id, s.user_id, s.authenticated_at, s.idle_expires_at, s.expires_at, s.confirmed_generation, u.role_key, r.grants,
         u.email, u.name, u.locale, u.email_verified_at, u.erase_at, u.password_changed_at, u.created_at, u.last_login_at
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
  private readonly entries = new Map<string, Entry>();

  private readonly rows: BatchedQuery<Row>;

  constructor(database: Database) {
    this.rows = new BatchedQuery(database, ({ id }) => id, selectRows);
  }

  /**
   * No promise when the answer is there already: this stands before every request.
   * @returns null when it ended, never was, or its user is disabled
   */
  find(sessionId: string): LiveSession | null | Promise<LiveSession | null> {
    const now = performance.now();
    const entry = this.entries.get(sessionId);
    if (!entry || now - entry.askedAt >= MAX_AGE_MS) return this.ask(sessionId, now);
    return entry.session === undefined ? entry.answer : entry.session;
  }

  /** Call it after the commit of a change; a question that was on its way before then is not believed either. */
  forgetSession(sessionId: string): void {
    this.entries.delete(sessionId);
  }

  /** After a change to one user or several of their sessions. Walks the map: changes are rare, requests are not. */
  forgetUser(userId: string): void {
    for (const [sessionId, entry] of this.entries) {
      if (entry.session === undefined || entry.session?.actor.userId === userId) this.entries.delete(sessionId);
    }
  }

  /** After a change to a role. */
  forgetAll(): void {
    this.entries.clear();
  }

  private ask(sessionId: string, now: number): Promise<LiveSession | null> {
    const answer = this.load(sessionId);
    // Deleted first, so that the oldest answers stand at the front of the map.
    this.entries.delete(sessionId);
    const entry: Entry = { askedAt: now, answer };
    this.entries.set(sessionId, entry);
    if (this.entries.size > MAX_ENTRIES) this.dropOldest();
    answer.then(
      (session) => (entry.session = session),
      () => {
        if (this.entries.get(sessionId) === entry) this.entries.delete(sessionId);
      },
    );
    return answer;
  }

  private dropOldest(): void {
    const oldest = this.entries.keys().next();
    if (!oldest.done) this.entries.delete(oldest.value);
  }

  private async load(sessionId: string): Promise<LiveSession | null> {
    const row = await this.rows.find(sessionId);
    if (!row) return null;
    const actor: Actor = {
      kind: 'session',
      userId: row.user_id,
      sessionId,
      role: row.role_key,
      grants: grantsOf(row.role_key, row.grants),
      account: {
        email: row.email,
        name: row.name,
        locale: row.locale,
        emailVerifiedAt: row.email_verified_at,
        eraseAt: row.erase_at,
        passwordChangedAt: row.password_changed_at,
        createdAt: row.created_at,
        lastLoginAt: row.last_login_at,
      },
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
