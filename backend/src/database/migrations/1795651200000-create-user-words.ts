import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { searchWords } from '../../search-key';
import { Dialect, primaryKey } from './dialect';

const BATCH = 500;

/** Words by which people are found, of those who are there already. Can be run again after it was cut off. */
export class CreateUserWords1795651200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(userWords(new Dialect(runner)), true);
    for (let last = ''; ;) {
      const people = (await runner.query(`SELECT id, name, email FROM users WHERE id > ? ORDER BY id LIMIT ${BATCH}`, [
        last,
      ])) as { id: string; name: string; email: string }[];
      const lastPerson = people.at(-1);
      if (!lastPerson) return;
      const rows = people.flatMap((person) => searchWords(person).map((word) => [word, person.id]));
      await runner.query(`DELETE FROM user_words WHERE user_id > ? AND user_id <= ?`, [last, lastPerson.id]);
      await runner.query(
        `INSERT INTO user_words (word, user_id) VALUES ${rows.map(() => '(?, ?)').join(', ')}`,
        rows.flat(),
      );
      last = lastPerson.id;
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('user_words', true);
  }
}

function userWords(dialect: Dialect): Table {
  return new Table({
    name: 'user_words',
    columns: [primaryKey('user_words', dialect.text('word', 254)), primaryKey('user_words', dialect.id('user_id'))],
    indices: [{ name: 'ix_user_words_user_id', columnNames: ['user_id', 'word'] }],
    foreignKeys: [
      {
        name: 'fk_user_words_user_id',
        columnNames: ['user_id'],
        referencedTableName: 'users',
        referencedColumnNames: ['id'],
        onUpdate: 'NO ACTION',
        onDelete: 'CASCADE',
      },
    ],
  });
}
