import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { id, moment, nullable, primaryKey, text } from '../database/columns';
import { Personal } from '../database/personal';

/** In characters. */
export const API_KEY_NAME_MAX_LENGTH = 100;

/** A key for programs, which acts for its owner within its scopes. A revoked one has no row. */
@Entity('api_keys')
@Index('ix_api_keys_user_id', ['userId', 'createdAt'])
@Index('ix_api_keys_expires_at', ['expiresAt'])
@Personal<ApiKeyEntity>({
  of: ['userId'],
  exportedAs: 'apiKeys',
  delete: {
    columns: ['id', 'userId', 'name', 'secretHash', 'scopes', 'lastUsedIp'],
    because: 'Nobody acts for somebody who is gone.',
  },
  withheld: { columns: ['secretHash'], because: 'The key is shown once, to whoever made it.' },
})
export class ApiKeyEntity {
  /** The part of the key that is no secret. */
  @PrimaryColumn(primaryKey('api_keys', id()))
  id!: string;

  @Column(id())
  @ForeignKey('users', { name: 'fk_api_keys_user_id', onUpdate: 'NO ACTION', onDelete: 'CASCADE' })
  userId!: string;

  @Column(text(API_KEY_NAME_MAX_LENGTH))
  name!: string;

  /** SHA-256, hex. */
  @Column(text(64))
  secretHash!: string;

  /** JSON: names of permissions. */
  @Column(text(2048))
  scopes!: string;

  /** Written at most once a minute. */
  @Column(nullable(moment()))
  lastUsedAt!: number | null;

  @Column(nullable(text(45)))
  lastUsedIp!: string | null;

  @Column(moment())
  expiresAt!: number;

  @Column(moment())
  createdAt!: number;
}
