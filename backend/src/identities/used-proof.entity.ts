import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { moment, primaryKey, text } from '../database/columns';
import { Personal } from '../database/personal';

/** A provider's proof that was used, so that nobody uses it again while it would still be believed. */
@Entity('used_proofs')
@Index('ix_used_proofs_expires_at', ['expiresAt'])
@Personal<UsedProofEntity>({
  keep: { columns: ['id'], because: 'A hash of what nobody can guess, of no use after minutes, and deleted then.' },
})
export class UsedProofEntity {
  /** SHA-256, base64url. */
  @PrimaryColumn(primaryKey('used_proofs', text(43)))
  id!: string;

  @Column(moment())
  expiresAt!: number;
}
