import { Column, Entity, PrimaryColumn } from 'typeorm';
import { counter, primaryKey, text } from '../database/columns';
import { Personal } from '../database/personal';

/** How often something happened on a day, counted when the events are sealed, so that nobody has to count a million. */
@Entity('audit_days')
@Personal<AuditDayEntity>({ keep: { columns: ['day', 'action', 'outcome'], because: 'Counts events, not people.' } })
export class AuditDayEntity {
  /** In UTC, e.g. `2026-11-25`. */
  @PrimaryColumn(primaryKey('audit_days', text(10)))
  day!: string;

  @PrimaryColumn(primaryKey('audit_days', text(64)))
  action!: string;

  @PrimaryColumn(primaryKey('audit_days', text(16)))
  outcome!: string;

  @Column(counter())
  total!: number;
}
