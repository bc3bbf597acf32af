import { Column, Entity, PrimaryColumn } from 'typeorm';
import { counter, moment, primaryKey, text } from '../database/columns';
import { Personal } from '../database/personal';

/** Both ends of the chain of events. One row; whoever lengthens or shortens the chain changes it first. */
@Entity('audit_chains')
@Personal<AuditChainEntity>({ keep: { columns: ['hash', 'purgedHash'], because: 'Hashes of hashes.' } })
export class AuditChainEntity {
  @PrimaryColumn(primaryKey('audit_chains', counter()))
  id!: number;

  /** Of the last event that was sealed, 0 before the first. */
  @Column(moment())
  sequence!: number;

  @Column(text(64))
  hash!: string;

  /** Of the last event that was purged, 0 before that. */
  @Column(moment())
  purgedSequence!: number;

  @Column(text(64))
  purgedHash!: string;

  @Column(counter())
  version!: number;
}
