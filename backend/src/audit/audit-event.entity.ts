import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { id, longText, moment, nullable, primaryKey, text } from '../database/columns';
import { Personal } from '../database/personal';

/**
 * What somebody did. Written in the unit of work of the act and never changed after that, but for the two columns that
 * put it into the chain. No foreign keys: it outlives whom and what it speaks of.
 */
@Entity('audit_events')
@Unique('uq_audit_events_sequence', ['sequence'])
@Index('ix_audit_events_occurred_at', ['occurredAt', 'id'])
@Index('ix_audit_events_action', ['action', 'occurredAt', 'id'])
@Index('ix_audit_events_actor_id', ['actorId', 'occurredAt', 'id'])
@Index('ix_audit_events_subject_id', ['subjectId', 'occurredAt', 'id'])
@Index('ix_audit_events_outcome', ['outcome', 'occurredAt', 'id'])
@Personal<AuditEventEntity>({
  of: ['actorId', 'subjectId'],
  anonymise: {
    columns: ['details'],
    because: 'Holds names, addresses and devices. Its salted hash stays, so the chain can still be verified.',
  },
  keep: {
    columns: [
      'id', 'actorId', 'actorRole', 'action', 'subjectKind', 'subjectId', 'outcome', 'requestId', 'detailsHash', 'hash',
    ], // prettier-ignore
    because: 'Is hashed into the chain. The ids lead to nobody once the account is gone.',
  },
})
export class AuditEventEntity {
  @PrimaryColumn(primaryKey('audit_events', id()))
  id!: string;

  @Column(moment())
  occurredAt!: number;

  /** Null for whoever was not known. */
  @Column(nullable(id()))
  actorId!: string | null;

  /** Key of the role that the actor had then. */
  @Column(nullable(text(64)))
  actorRole!: string | null;

  @Column(text(64))
  action!: string;

  @Column(nullable(text(32)))
  subjectKind!: string | null;

  /** Id or key of what it was done to. */
  @Column(nullable(text(200)))
  subjectId!: string | null;

  @Column(text(16))
  outcome!: string;

  @Column(text(64))
  requestId!: string;

  /** JSON: what speaks of a person. May be erased; its hash stays in the chain. */
  @Column(nullable(longText()))
  details!: string | null;

  /** SHA-256 of `details`, in hex. */
  @Column(text(64))
  detailsHash!: string;

  /** Place in the chain, from 1; null until the event is sealed. */
  @Column(nullable(moment()))
  sequence!: number | null;

  /** SHA-256 over the hash of the event before and this event, in hex. */
  @Column(nullable(text(64)))
  hash!: string | null;
}
