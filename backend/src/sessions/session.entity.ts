import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { counter, id, moment, nullable, primaryKey, text } from '../database/columns';
import { Personal } from '../database/personal';

/** One sign-in on one device. Its refresh tokens are computed from it; none is stored. */
@Entity('sessions')
@Index('ix_sessions_user_id', ['userId', 'endedAt', 'lastUsedAt'])
@Index('ix_sessions_ended_at', ['endedAt'])
@Index('ix_sessions_expires_at', ['expiresAt'])
@Personal<SessionEntity>({
  of: ['userId'],
  exportedAs: 'sessions',
  delete: {
    columns: ['id', 'userId', 'tokenSalt', 'recentRotations', 'endedReason', 'userAgent', 'ip'],
    because: 'Nobody can sign in again, and where they did is nobody else’s business.',
  },
  withheld: {
    columns: ['tokenSalt', 'recentRotations', 'generation', 'confirmedGeneration'],
    because: 'Refresh tokens are computed from them.',
  },
})
export class SessionEntity {
  /** The `sid` of its access tokens. */
  @PrimaryColumn(primaryKey('sessions', id()))
  id!: string;

  @Column(id())
  @ForeignKey('users', { name: 'fk_sessions_user_id', onUpdate: 'NO ACTION', onDelete: 'CASCADE' })
  userId!: string;

  /** 32 random bytes in hex that bind the refresh tokens to this row. */
  @Column(text(64))
  tokenSalt!: string;

  /** Number of the current refresh token, from 1. */
  @Column(counter())
  generation!: number;

  /** Highest generation that its holder has been seen to use, 0 before that. */
  @Column(counter())
  confirmedGeneration!: number;

  /** JSON: `[generation, supersededAtMs]` of the generations superseded within the retry window. */
  @Column(text(2048))
  recentRotations!: string;

  /** Last proof of identity. */
  @Column(moment())
  authenticatedAt!: number;

  @Column(moment())
  lastUsedAt!: number;

  @Column(moment())
  idleExpiresAt!: number;

  @Column(moment())
  expiresAt!: number;

  @Column(nullable(moment()))
  endedAt!: number | null;

  @Column(nullable(text(32)))
  endedReason!: string | null;

  @Column(text(512))
  userAgent!: string;

  @Column(text(45))
  ip!: string;

  @Column(moment())
  createdAt!: number;
}
