import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Database } from '../database/database';
import { SessionDto } from './sessions.dto';

interface Row {
  id: string;
  user_agent: string;
  ip: string;
  created_at: number;
  last_used_at: number;
  idle_expires_at: number;
  expires_at: number;
}

/** The places where somebody is signed in, for the person's own list and for administrators. */
@Injectable()
export class SessionListService {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {}

  /** Live sessions, the last used first. @param currentSessionId the one that asks */
  async listFor(userId: string, currentSessionId: string | null = null): Promise<SessionDto[]> {
    const now = this.clock.now();
    const rows = await this.database.query<Row>(
      `SELECT id, user_agent, ip, created_at, last_used_at, idle_expires_at, expires_at FROM sessions
       WHERE user_id = ? AND ended_at IS NULL AND expires_at > ? AND idle_expires_at > ?
       ORDER BY last_used_at DESC, id DESC`,
      [userId, now, now],
    );
    return rows.map((row) => presentSession(row, currentSessionId));
  }
}

function presentSession(row: Row, currentSessionId: string | null): SessionDto {
  return {
    id: row.id,
    current: row.id === currentSessionId,
    userAgent: row.user_agent,
    ip: row.ip,
    createdAt: new Date(row.created_at).toISOString(),
    lastUsedAt: new Date(row.last_used_at).toISOString(),
    idleExpiresAt: new Date(row.idle_expires_at).toISOString(),
    expiresAt: new Date(row.expires_at).toISOString(),
  };
}
