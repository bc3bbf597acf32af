import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { counter, moment, primaryKey, text } from '../database/columns';
import { Personal } from '../database/personal';

/** How often something went wrong lately. What it is about cannot be read here. */
@Entity('throttle_counters')
@Index('ix_throttle_counters_since', ['since'])
@Personal<ThrottleCounterEntity>({
  keep: { columns: ['id'], because: 'A keyed hash that cannot be read back, of no use after a day, and deleted then.' },
})
export class ThrottleCounterEntity {
  /** HMAC of the kind of counter and of what it counts, base64url. */
  @PrimaryColumn(primaryKey('throttle_counters', text(43)))
  id!: string;

  @Column(counter())
  total!: number;

  /** Since when it counts, or when it counted last. @see CounterKind */
  @Column(moment())
  since!: number;
}
