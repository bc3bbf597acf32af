import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { counter, id, moment, nullable, primaryKey, text } from '../database/columns';
import { Personal } from '../database/personal';

/** A person's account. */
@Entity('users')
@Unique('uq_users_email', ['email'])
@Index('ix_users_erase_at', ['eraseAt'])
@Index('ix_users_created_at', ['createdAt', 'id'])
@Index('ix_users_name_key', ['nameKey', 'id'])
@Index('ix_users_last_login_at', ['lastLoginAt', 'id'])
@Index('ix_users_role_key', ['roleKey', 'createdAt', 'id'])
@Personal<UserEntity>({
  of: ['id'],
  exportedAs: 'account',
  delete: {
    columns: ['id', 'email', 'name', 'nameKey', 'passwordHash', 'roleKey', 'locale'],
    because: 'It is the account itself.',
  },
  withheld: {
    columns: ['passwordHash', 'nameKey', 'version', 'disabledByDeletion'],
    because: 'Whoever gets hold of the hash can try passwords; the rest is how we keep the account.',
  },
})
export class UserEntity {
  @PrimaryColumn(primaryKey('users', id()))
  id!: string;

  /** In its canonical spelling only. @see canonicalEmail */
  @Column(text(254))
  email!: string;

  @Column(text(100))
  name!: string;

  /** What `name` is sorted and searched by; write both together. @see searchKey */
  @Column(text(100))
  nameKey!: string;

  /** None for somebody who has never set a password. */
  @Column(nullable(text(255)))
  passwordHash!: string | null;

  /** When its owner chose it; null when that is not known, and where there is none. */
  @Column(nullable(moment()))
  passwordChangedAt!: number | null;

  @Column(text(64))
  @ForeignKey('roles', { name: 'fk_users_role_key', onUpdate: 'NO ACTION', onDelete: 'NO ACTION' })
  roleKey!: string;

  @Column(nullable(moment()))
  emailVerifiedAt!: number | null;

  /** Since when the account may not be used; null when it may. */
  @Column(nullable(moment()))
  disabledAt!: number | null;

  /** When the account is erased, unless somebody takes that back; 0 once it has begun, null when it is not to be. */
  @Column(nullable(moment()))
  eraseAt!: number | null;

  /** Whether it was disabled for its deletion only, and is enabled when that is taken back; null for no. */
  @Column(nullable({ type: 'boolean' }))
  disabledByDeletion!: boolean | null;

  @Column(nullable(moment()))
  lastLoginAt!: number | null;

  /** Language of the mails to this person, e.g. `de`; null for somebody who never chose one. */
  @Column(nullable(text(8)))
  locale!: string | null;

  /** Rises with every change that a person makes to the account. */
  @Column(counter())
  version!: number;

  @Column(moment())
  createdAt!: number;

  @Column(moment())
  updatedAt!: number;
}
