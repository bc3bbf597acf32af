import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Config } from '../config';
import { LiveSessions } from '../access/live-sessions';
import type { Tx } from '../database/database';
import { placeholders } from '../database/parameters';
import { uuidv7 } from '../database/uuid';
import type { ClientInfo } from '../http/client-info';
import { type IssuedTokens, type SessionUser, TokenPairs } from './token-pairs';

/** A sign-in that has been proven. */
export interface SessionStart {
  readonly user: SessionUser;
  readonly client: ClientInfo;
}

/** Live sessions a person may have; beyond, the one idle for longest ends. */
const MAX_LIVE_SESSIONS = 50;

/** Starts sessions, and sees to it that nobody has too many. */
@Injectable()
export class SessionStartService {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly liveSessions: LiveSessions,
    private readonly tokenPairs: TokenPairs,
  ) {}

  /** Starts a session each, in the unit of work that recorded the sign-ins. */
  async start(tx: Tx, starts: readonly SessionStart[]): Promise<IssuedTokens[]> {
    const now = this.clock.now();
    const expiresAt = now + this.config.sessionTtlSeconds * 1000;
    const idleExpiresAt = this.tokenPairs.idleEnd(now, expiresAt);
    const sessions = starts.map(({ user, client }) => {
      return { id: uuidv7(now), salt: randomBytes(32).toString('hex'), user, client, idleExpiresAt };
    });
    await tx.execute(
      `INSERT INTO sessions (id, user_id, token_salt, generation, confirmed_generation, recent_rotations, authenticated_at,
         last_used_at, idle_expires_at, expires_at, user_agent, ip, created_at)
       VALUES ${sessions.map(() => "(?, ?, ?, 1, 0, '[]', ?, ?, ?, ?, ?, ?, ?)").join(', ')}`,
      sessions.flatMap(({ id, user, salt, client }) => {
        return [id, user.id, salt, now, now, idleExpiresAt, expiresAt, client.userAgent, client.ip, now];
      }),
    );
    await this.endBeyondLimit(
      tx,
      starts.map(({ user }) => user.id),
      now,
    );
    return sessions.map((session) => this.tokenPairs.issue(session, 1, now));
  }

  private async endBeyondLimit(tx: Tx, userIds: readonly string[], now: number): Promise<void> {
    const crowded = await tx.query<{ user_id: string }>(
      `SELECT user_id FROM sessions WHERE user_id IN (${placeholders(userIds.length)}) AND ended_at IS NULL
       GROUP BY user_id HAVING COUNT(*) > ?`,
      [...userIds, MAX_LIVE_SESSIONS],
    );
    for (const { user_id: userId } of crowded) {
      const surplus = await tx.query<{ id: string }>(
        'SELECT id FROM sessions WHERE user_id = ? AND ended_at IS NULL ORDER BY last_used_at DESC, id DESC LIMIT 100 OFFSET ?',
        [userId, MAX_LIVE_SESSIONS],
      );
      for (const { id } of surplus) {
        tx.afterCommit(() => this.liveSessions.forgetSession(id));
        await tx.execute(`UPDATE sessions SET ended_at = ?, ended_reason = 'superseded' WHERE id = ?`, [now, id]);
      }
    }
  }
}
