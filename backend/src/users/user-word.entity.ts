import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { id, primaryKey, text } from '../database/columns';
import { Personal } from '../database/personal';
import { SEARCH_WORD_MAX_LENGTH } from '../search-key';

/** A word by which somebody is found. Written together with the name and the address. @see writeWords */
@Entity('user_words')
@Index('ix_user_words_user_id', ['userId', 'word'])
@Personal<UserWordEntity>({
  of: ['userId'],
  delete: { columns: ['word', 'userId'], because: 'Nobody is to be found who is not there.' },
})
export class UserWordEntity {
  @PrimaryColumn(primaryKey('user_words', text(SEARCH_WORD_MAX_LENGTH)))
  word!: string;

  @PrimaryColumn(primaryKey('user_words', id()))
  @ForeignKey('users', { name: 'fk_user_words_user_id', onUpdate: 'NO ACTION', onDelete: 'CASCADE' })
  userId!: string;
}
