import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { id, longText, moment, nullable, primaryKey, text } from '../database/columns';
import { Personal } from '../database/personal';

/** A link that was mailed to somebody. What is in the mail is computed from it; it cannot be read here. */
@Entity('mailed_tokens')
@Index('ix_mailed_tokens_user_id', ['userId', 'purpose', 'createdAt'])
@Index('ix_mailed_tokens_expires_at', ['expiresAt'])
@Personal<MailedTokenEntity>({
  of: ['userId'],
  exportedAs: 'linksInMails',
  delete: {
    columns: ['id', 'userId', 'purpose', 'salt', 'data'],
    because: 'A link opens nothing that is not there any more.',
  },
  withheld: {
    columns: ['salt', 'data'],
    because: 'The token is computed from the one; the other may hold the hash of a password.',
  },
})
export class MailedTokenEntity {
  @PrimaryColumn(primaryKey('mailed_tokens', id()))
  id!: string;

  @Column(id())
  @ForeignKey('users', { name: 'fk_mailed_tokens_user_id', onUpdate: 'NO ACTION', onDelete: 'CASCADE' })
  userId!: string;

  /** What it is good for, and nothing else. @see MailedTokenPurpose */
  @Column(text(32))
  purpose!: string;

  /** 32 random bytes in hex that bind the token to this row. */
  @Column(text(64))
  salt!: string;

  /** JSON of what happens when it is used, such as the new address; gone once it is used. */
  @Column(nullable(longText()))
  data!: string | null;

  @Column(moment())
  expiresAt!: number;

  /** When it was used, or lost its meaning because another one was. */
  @Column(nullable(moment()))
  usedAt!: number | null;

  @Column(moment())
  createdAt!: number;
}
