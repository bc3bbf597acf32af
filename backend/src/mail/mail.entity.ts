import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { counter, id, longText, moment, nullable, primaryKey, text } from '../database/columns';
import { Personal } from '../database/personal';

/** A mail on its way, or a wish for one that is not looked into yet. @see docs/decisions/0026-mail-by-outbox.md */
@Entity('mails')
@Index('ix_mails_next_attempt_at', ['nextAttemptAt'])
@Index('ix_mails_status', ['status', 'createdAt', 'id'])
@Index('ix_mails_created_at', ['createdAt', 'id'])
@Index('ix_mails_user_id', ['userId'])
@Index('ix_mails_recipient', ['recipient'])
@Personal<MailEntity>({
  of: ['userId'],
  address: 'recipient',
  exportedAs: 'mails',
  delete: {
    columns: ['id', 'kind', 'recipient', 'userId', 'locale', 'data', 'status', 'leaseId', 'lastError'],
    because: 'What was written to somebody goes with them, and what waits for their address, too.',
  },
  withheld: {
    columns: ['data', 'leaseId', 'nextAttemptAt'],
    because: 'May name others and hold the hash of a password; the rest tells of the outbox.',
  },
})
export class MailEntity {
  @PrimaryColumn(primaryKey('mails', id()))
  id!: string;

  /** A `MailKind`, or the `IntentKind` of a wish. */
  @Column(text(32))
  kind!: string;

  @Column(text(254))
  recipient!: string;

  @Column(nullable(id()))
  @ForeignKey('users', { name: 'fk_mails_user_id', onUpdate: 'NO ACTION', onDelete: 'CASCADE' })
  userId!: string | null;

  @Column(nullable(text(8)))
  locale!: string | null;

  /** JSON of what is said in it; gone once it is sent or given up. */
  @Column(nullable(longText()))
  data!: string | null;

  /** `intent`, `pending`, `sent` or `dead`. */
  @Column(text(16))
  status!: string;

  @Column(counter())
  attempts!: number;

  /** Not before this moment; while somebody works on it, until when nobody else does. Null when there is nothing to do. */
  @Column(nullable(moment()))
  nextAttemptAt!: number | null;

  /** Whoever took it last. */
  @Column(nullable(id()))
  leaseId!: string | null;

  /** Why the last attempt failed, in plain words. */
  @Column(nullable(text(300)))
  lastError!: string | null;

  @Column(nullable(moment()))
  sentAt!: number | null;

  @Column(moment())
  createdAt!: number;
}
