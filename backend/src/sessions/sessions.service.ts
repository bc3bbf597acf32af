import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../clock';
import { Config } from '../config';
import { EndedReason, SessionEnder } from '../access/session-ender';
import { grantsOf } from '../access/permissions';
import { LiveSessions } from '../access/live-sessions';
import { BatchedQuery } from '../database/batched-query';
import { Database, Tx } from '../database/database';
import { Problem } from '../http/problem';
import { RefreshTokenClaim, RefreshTokens } from '../tokens/refresh-tokens';
import { afterRotation, decideRotation, isOver, Rotation, RotationState } from './rotation';
import { Rotations } from './rotations';
import { type IssuedTokens, TokenPairs, type TokenSource } from './token-pairs';

/** What is read to decide over a refresh token. */
type SessionRow = RotationState & TokenSource & { endedReason: EndedReason | null };

interface RawRow {
  id: string;
  token_salt: string;
  generation: number;
  confirmed_generation: number;
  recent_rotations: string;
  idle_expires_at: number;
  expires_at: number;
  ended_at: number | null;
  ended_reason: EndedReason | null;
  user_id: string;
  email: string;
  name: string;
  disabled_at: number | null;
  role_key: string;
  grants: string;
}

const selectRows = (ids: string): string => `
  SELECT s.id, s.token_salt, s.generation, s.confirmed_generation, s.recent_rotations, s.idle_expires_at, s.expires_at,
         s.ended_at, s.ended_reason, u.id AS user_id, u.email, u.name, u.disabled_at, u.role_key, r.grants
  FROM sessions s
  JOIN users u ON u.id = s.user_id
  JOIN roles r ON r.\`key\` = u.role_key
  WHERE s.id IN (${ids})`;

/** Others may rotate between our read and our write, once each; more rounds than this means something is broken. */
const MAX_ROUNDS = 8;

/** Sessions and the rotation of their refresh tokens. One row per sign-in; every decision is made on that row. */
@Injectable()
export class SessionsService extends SessionEnder {
  private readonly logger = new Logger(SessionsService.name);
  private readonly rows: BatchedQuery<RawRow>;
  private readonly rotations: Rotations;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly refreshTokens: RefreshTokens,
    private readonly liveSessions: LiveSessions,
    private readonly tokenPairs: TokenPairs,
  ) {
    super();
    this.rows = new BatchedQuery(database, ({ id }) => id, selectRows);
    this.rotations = new Rotations(database, config.refreshRetrySeconds === 0);
  }

  /**
   * Exchanges a refresh token.
   * @throws Problem `session_ended`; after a replay only once the end of the session is committed
   */
  async refresh(refreshToken: string): Promise<IssuedTokens> {
    const claim = this.refreshTokens.parse(refreshToken);
    if (!claim) throw new Problem('session_ended');
    // However long the database takes: what counts is how old the token was when it came, or a slow answer would make a
    // replay of it.
    const arrivedAt = this.clock.now();
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const row = this.genuine(claim, await this.rows.find(claim.sessionId));
      const now = this.clock.now();
      const decision =
        row && !isOver(row, now) ? decideRotation(row, claim.generation, arrivedAt, this.retryMs) : 'refuse';
      if (!row || decision === 'refuse') throw new Problem('session_ended', { reason: row && reasonOf(row, now) });
      if (decision === 'repeat') return this.tokenPairs.issue(row, row.generation, now);
      if (decision === 'rotate') {
        const idleExpiresAt = this.tokenPairs.idleEnd(now, row.expiresAt);
        const recentRotations = JSON.stringify(afterRotation(row, now, this.retryMs));
        const { id, generation } = row;
        if (await this.rotations.rotate({ id, generation, recentRotations, now, idleExpiresAt }))
          return this.tokenPairs.issue({ ...row, idleExpiresAt }, row.generation + 1, now);
      } else if (await this.endReplayed(claim, arrivedAt)) {
        throw new Problem('session_ended', { reason: 'replayed' });
      }
    }
    throw new Problem('unavailable');
  }

  /** Remembers that the holder of this generation's tokens was seen, so that the ones before are not given again. */
  async confirm(sessionId: string, generation: number): Promise<void> {
    await this.database.execute(
      'UPDATE sessions SET confirmed_generation = ? WHERE id = ? AND confirmed_generation < ? AND generation >= ?',
      [generation, sessionId, generation, generation],
    );
  }

  /** Ends the session of a genuine refresh token of any generation. Nothing happens for any other text. */
  async endByRefreshToken(refreshToken: string, reason: EndedReason): Promise<void> {
    const claim = this.refreshTokens.parse(refreshToken);
    const row = claim && this.genuine(claim, await this.rows.find(claim.sessionId));
    if (row) await this.endOne(row.user.id, row.id, reason);
  }

  /** @returns whether there was such a live session of this user */
  async endOne(userId: string, sessionId: string, reason: EndedReason): Promise<boolean> {
    return this.database.write(async (tx) => {
      tx.afterCommit(() => this.liveSessions.forgetSession(sessionId));
      const ended = await tx.execute(
        'UPDATE sessions SET ended_at = ?, ended_reason = ? WHERE id = ? AND user_id = ? AND ended_at IS NULL',
        [this.clock.now(), reason, sessionId, userId],
      );
      return ended === 1;
    });
  }

  override async endAllOf(tx: Tx, userId: string, reason: EndedReason, exceptSessionId = ''): Promise<void> {
    tx.afterCommit(() => this.liveSessions.forgetUser(userId));
    await tx.execute(
      'UPDATE sessions SET ended_at = ?, ended_reason = ? WHERE user_id = ? AND ended_at IS NULL AND id <> ?',
      [this.clock.now(), reason, userId, exceptSessionId],
    );
  }

  /** The person proved who they are again, in this session. */
  async recordProof(tx: Tx, sessionId: string): Promise<void> {
    tx.afterCommit(() => this.liveSessions.forgetSession(sessionId));
    await tx.execute('UPDATE sessions SET authenticated_at = ? WHERE id = ?', [this.clock.now(), sessionId]);
  }

  private get retryMs(): number {
    return this.config.refreshRetrySeconds * 1000;
  }

  private genuine(claim: RefreshTokenClaim, raw: RawRow | undefined): SessionRow | undefined {
    return raw && this.refreshTokens.isGenuine(claim, raw.token_salt) ? sessionRow(raw) : undefined;
  }

  /** Decides again inside the unit of work. The end must be committed although the call is refused. */
  private async endReplayed(claim: RefreshTokenClaim, arrivedAt: number): Promise<boolean> {
    const isEnded = await this.database.write(async (tx) => {
      const [raw] = await tx.query<RawRow>(selectRows('?'), [claim.sessionId]);
      const row = this.genuine(claim, raw);
      const now = this.clock.now();
      if (!row || isOver(row, now) || decideRotation(row, claim.generation, arrivedAt, this.retryMs) !== 'replay')
        return false;
      tx.afterCommit(() => this.liveSessions.forgetSession(row.id));
      const ended = await tx.execute(
        `UPDATE sessions SET ended_at = ?, ended_reason = 'replayed' WHERE id = ? AND generation = ? AND ended_at IS NULL`,
        [now, row.id, row.generation],
      );
      return ended === 1;
    });
    if (isEnded)
      this.logger.warn({ event: 'refresh_token_replayed', sessionId: claim.sessionId, generation: claim.generation });
    return isEnded;
  }
}

function sessionRow(raw: RawRow): SessionRow {
  return {
    id: raw.id,
    salt: raw.token_salt,
    generation: raw.generation,
    confirmedGeneration: raw.confirmed_generation,
    recentRotations: JSON.parse(raw.recent_rotations) as Rotation[],
    idleExpiresAt: raw.idle_expires_at,
    expiresAt: raw.expires_at,
    endedAt: raw.ended_at,
    endedReason: raw.ended_reason,
    isUserDisabled: raw.disabled_at !== null,
    user: {
      id: raw.user_id,
      email: raw.email,
      name: raw.name,
      role: raw.role_key,
      grants: grantsOf(raw.role_key, raw.grants),
    },
  };
}

/** @returns undefined for a session that is not over: then the token is from a future that a restored backup forgot */
function reasonOf(row: SessionRow, now: number): EndedReason | undefined {
  if (row.endedReason !== null) return row.endedReason;
  if (row.isUserDisabled) return 'disabled';
  return isOver(row, now) ? 'expired' : undefined;
}
