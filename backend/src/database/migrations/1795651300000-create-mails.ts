import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { Dialect, nullable, primaryKey } from './dialect';

/** Mails on their way. Can be run again after it was cut off. */
export class CreateMails1795651300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(mails(new Dialect(runner)), true);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('mails', true);
  }
}

function mails(dialect: Dialect): Table {
  return new Table({
    name: 'mails',
    columns: [
      primaryKey('mails', dialect.id('id')),
      dialect.text('kind', 32),
      dialect.text('recipient', 254),
      nullable(dialect.id('user_id')),
      nullable(dialect.text('locale', 8)),
      nullable(dialect.longText('data')),
      dialect.text('status', 16),
      dialect.counter('attempts'),
      nullable(dialect.moment('next_attempt_at')),
      nullable(dialect.id('lease_id')),
      nullable(dialect.text('last_error', 300)),
      nullable(dialect.moment('sent_at')),
      dialect.moment('created_at'),
    ],
    indices: [
      { name: 'ix_mails_next_attempt_at', columnNames: ['next_attempt_at'] },
      { name: 'ix_mails_status', columnNames: ['status', 'created_at', 'id'] },
      { name: 'ix_mails_created_at', columnNames: ['created_at', 'id'] },
      { name: 'ix_mails_user_id', columnNames: ['user_id'] },
    ],
    foreignKeys: [
      {
        name: 'fk_mails_user_id',
        columnNames: ['user_id'],
        referencedTableName: 'users',
        referencedColumnNames: ['id'],
        onUpdate: 'NO ACTION',
        onDelete: 'CASCADE',
      },
    ],
  });
}
