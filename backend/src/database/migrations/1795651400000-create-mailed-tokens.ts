import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { addColumn, Dialect, dropColumn, nullable, primaryKey } from './dialect';

/** Links in mails, and the language that somebody reads. Can be run again after it was cut off. */
export class CreateMailedTokens1795651400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const dialect = new Dialect(runner);
    await runner.createTable(mailedTokens(dialect), true);
    await addColumn(runner, 'users', nullable(dialect.text('locale', 8)));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('mailed_tokens', true);
    await dropColumn(runner, 'users', 'locale');
  }
}

function mailedTokens(dialect: Dialect): Table {
  return new Table({
    name: 'mailed_tokens',
    columns: [
      primaryKey('mailed_tokens', dialect.id('id')),
      dialect.id('user_id'),
      dialect.text('purpose', 32),
      dialect.text('salt', 64),
      nullable(dialect.longText('data')),
      dialect.moment('expires_at'),
      nullable(dialect.moment('used_at')),
      dialect.moment('created_at'),
    ],
    indices: [
      { name: 'ix_mailed_tokens_user_id', columnNames: ['user_id', 'purpose', 'created_at'] },
      { name: 'ix_mailed_tokens_expires_at', columnNames: ['expires_at'] },
    ],
    foreignKeys: [
      {
        name: 'fk_mailed_tokens_user_id',
        columnNames: ['user_id'],
        referencedTableName: 'users',
        referencedColumnNames: ['id'],
        onUpdate: 'NO ACTION',
        onDelete: 'CASCADE',
      },
    ],
  });
}
