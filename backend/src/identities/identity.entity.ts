import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { EMAIL_MAX_LENGTH } from '../users/email';
import { id, moment, nullable, primaryKey, text } from '../database/columns';
import { Personal } from '../database/personal';

/** OpenID Connect Core section 2: at most 255 ASCII characters. */
export const SUBJECT_MAX_LENGTH = 255;

/** Somebody, as a provider knows them: another way to sign in. It is the subject that counts, never the address. */
@Entity('identities')
@Index('uq_identities_provider_subject', ['provider', 'subject'], { unique: true })
@Index('ix_identities_user_id', ['userId', 'createdAt'])
@Personal<IdentityEntity>({
  of: ['userId'],
  exportedAs: 'identities',
  delete: {
    columns: ['id', 'userId', 'provider', 'subject', 'email'],
    because: 'Nobody signs in to an account that is gone.',
  },
})
export class IdentityEntity {
  @PrimaryColumn(primaryKey('identities', id()))
  id!: string;

  @Column(id())
  @ForeignKey('users', { name: 'fk_identities_user_id', onUpdate: 'NO ACTION', onDelete: 'CASCADE' })
  userId!: string;

  /** As in the settings: `google`, `github`, `oidc`. */
  @Column(text(16))
  provider!: string;

  @Column(text(SUBJECT_MAX_LENGTH))
  subject!: string;

  /** What the provider called their address when they signed in last, to be shown. */
  @Column(nullable(text(EMAIL_MAX_LENGTH)))
  email!: string | null;

  @Column(moment())
  createdAt!: number;

  @Column(moment())
  lastUsedAt!: number;
}
