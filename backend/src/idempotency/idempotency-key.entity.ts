import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { id, moment, packed, primaryKey, text } from '../database/columns';
import { Personal } from '../database/personal';

/** What was made for a request with an `Idempotency-Key`, kept for a day. Can be read with that key alone. */
@Entity('idempotency_keys')
@Index('ix_idempotency_keys_user_id', ['userId'])
@Index('ix_idempotency_keys_created_at', ['createdAt'])
@Personal<IdempotencyKeyEntity>({
  of: ['userId'],
  delete: { columns: ['id', 'userId', 'answer'], because: 'Nobody is left to ask again.' },
})
export class IdempotencyKeyEntity {
  /** HMAC of whose it is, the door and the key, base64url. */
  @PrimaryColumn(primaryKey('idempotency_keys', text(43)))
  id!: string;

  @Column(id())
  @ForeignKey('users', { name: 'fk_idempotency_keys_user_id', onUpdate: 'NO ACTION', onDelete: 'CASCADE' })
  userId!: string;

  /** Sealed. Empty while the unit of work that makes it is under way, so never for anybody else. */
  @Column(packed())
  answer!: string;

  @Column(moment())
  createdAt!: number;
}
