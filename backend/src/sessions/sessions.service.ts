import { Injectable, Logger } from '@nestjs/common';
import { AuditLog, type AuditSource } from '../audit/audit-log';
import { Clock } from '../clock';
import { Config } from '../config';
import { SessionEnder } from '../access/session-ender';
import { LiveSessions } from '../access/live-sessions';
import { BatchedQuery } from '../database/batched-query';
import { Database, Tx } from '../database/database';
import type { ClientInfo } from '../http/client-info';
import { type EndedReason, Problem } from '../http/problem';
import { occasionOf } from '../mail/occasion';
import { Outbox } from '../mail/outbox';
import { RefreshTokenClaim, RefreshTokens } from '../tokens/refresh-tokens';
import { afterRotation, decideRotation, isOver } from './rotation';
import { Rotations } from './rotations';
import { type RawRow, reasonOf, selectRows, type SessionRow, sessionRow } from './session-rows';
import { type IssuedTokens, TokenPairs } from './token-pairs';

/** Others may rotate between our read and our write, once each; more rounds than this means something is broken. */
const MAX_ROUNDS = 8;

/** The end of one session, as it is recorded. */
export interface SessionEnd {
  readonly by: AuditSource;
  readonly userId: string;
  readonly sessionId: string;
  /** By its holder on the device itself, or from elsewhere. */
  readonly action: 'session.end' | 'session.revoke';
}

const REASONS: Record<SessionEnd['action'], EndedReason> = { 'session.end': 'signed_out', 'session.revoke': 'revoked' };

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
    private readonly audit: AuditLog,
    private readonly refreshTokens: RefreshTokens,
    private readonly liveSessions: LiveSessions,
    private readonly outbox: Outbox,
    private readonly tokenPairs: TokenPairs,
  ) {
    super();
    this.rows = new BatchedQuery(
      database,
      ({ id }) => id,
      (ids) => selectRows(database.kind, ids),
    );
    this.rotations = new Rotations(database, config.refreshRetrySeconds === 0);
  }

  /**
   * Exchanges a refresh token.
   * @throws Problem `session_ended`; after a replay only once the end of the session is committed
   */
  async refresh(refreshToken: string, client: ClientInfo): Promise<IssuedTokens> {
    const claim = this.refreshTokens.parse(refreshToken);
    if (!claim) throw new Problem('session_ended');
    // However long the database takes: what counts is how old the token was when it came, or a slow answer would make a
    // replay of it.
    const arrivedAt = this.clock.now();
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const row = this.genuine(claim, await this.rows.find(claim.sessionId));
      if (!row) throw new Problem('session_ended');
      const { decision, now } = this.decide(row, claim, arrivedAt);
      if (decision === 'refuse') throw new Problem('session_ended', { reason: reasonOf(row, now) });
      if (decision === 'repeat') return this.tokenPairs.issue(row, row.generation, now);
      if (decision === 'rotate') {
        const idleExpiresAt = this.tokenPairs.idleEnd(now, row.expiresAt);
        const recentRotations = JSON.stringify(afterRotation(row, now, this.retryMs));
        const { id, generation } = row;
        if (await this.rotations.rotate({ id, generation, recentRotations, now, idleExpiresAt }))
          return this.tokenPairs.issue({ ...row, idleExpiresAt }, row.generation + 1, now);
      } else if (await this.endReplayed(claim, arrivedAt, client)) {
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
  async endByRefreshToken(refreshToken: string, client: ClientInfo): Promise<void> {
    const claim = this.refreshTokens.parse(refreshToken);
    const row = claim && this.genuine(claim, await this.rows.find(claim.sessionId));
    if (!row) return;
    const by = { actor: holderOf(row), client };
    await this.endOne({ by, userId: row.user.id, sessionId: row.id, action: 'session.end' });
  }

  /** @returns whether there was such a live session of this user */
  async endOne({ by, userId, sessionId, action }: SessionEnd): Promise<boolean> {
    return this.database.write(async (tx) => {
      tx.afterCommit(() => this.liveSessions.forgetSession(sessionId));
      const ended = await tx.execute(
        'UPDATE sessions SET ended_at = ?, ended_reason = ? WHERE id = ? AND user_id = ? AND ended_at IS NULL',
        [this.clock.now(), REASONS[action], sessionId, userId],
      );
      if (ended === 0) return false;
      await this.audit.record(tx, { by, action, subject: { kind: 'session', id: sessionId } });
      return true;
    });
  }

  override endAllOf(tx: Tx, userId: string, reason: EndedReason, exceptSessionId = ''): Promise<number> {
    tx.afterCommit(() => this.liveSessions.forgetUser(userId));
    return tx.execute(
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

  /** @param arrivedAt when the token came, by our clock. The moments in the row may be those of another instance. */
  private decide(row: SessionRow, { generation }: RefreshTokenClaim, arrivedAt: number) {
    const behindMs = this.clock.behind(row.databaseNow);
    const now = this.clock.now() + behindMs;
    const isLate = isOver(row, now);
    return { now, decision: isLate ? 'refuse' : decideRotation(row, generation, arrivedAt + behindMs, this.retryMs) };
  }

  /** Decides again inside the unit of work. The end must be committed although the call is refused. */
  private async endReplayed(claim: RefreshTokenClaim, arrivedAt: number, client: ClientInfo): Promise<boolean> {
    const isEnded = await this.database.write(async (tx) => {
      const [raw] = await tx.query<RawRow>(selectRows(this.database.kind, '?'), [claim.sessionId]);
      const row = this.genuine(claim, raw);
      if (!row) return false;
      const { decision, now } = this.decide(row, claim, arrivedAt);
      if (decision !== 'replay') return false;
      tx.afterCommit(() => this.liveSessions.forgetSession(row.id));
      const ended = await tx.execute(
        `UPDATE sessions SET ended_at = ?, ended_reason = 'replayed' WHERE id = ? AND generation = ? AND ended_at IS NULL`,
        [now, row.id, row.generation],
      );
      if (ended === 0) return false;
      await this.audit.record(tx, {
        // Nobody knows whether it was the thief or the owner who came second.
        by: { actor: holderOf(row), client },
        action: 'session.replay',
        outcome: 'failure',
        subject: { kind: 'session', id: row.id },
        after: { presentedGeneration: claim.generation, currentGeneration: row.generation },
      });
      await this.tellOwner(tx, row, client);
      return true;
    });
    if (isEnded)
      this.logger.warn({ event: 'refresh_token_replayed', sessionId: claim.sessionId, generation: claim.generation });
    return isEnded;
  }

  private async tellOwner(tx: Tx, { user }: SessionRow, client: ClientInfo): Promise<void> {
    const [found] = await tx.query<{ locale: string | null }>('SELECT locale FROM users WHERE id = ?', [user.id]);
    const to = { to: user.email, userId: user.id, locale: found?.locale ?? null };
    const data = occasionOf(user.name, client, this.clock.now());
    await this.outbox.send(tx, { ...to, kind: 'session-replayed', data });
  }
}

function holderOf({ user }: SessionRow): AuditSource['actor'] {
  return { userId: user.id, role: user.role };
}
