import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { Dialect, nullable, primaryKey } from './dialect';

/** Keys for programs. Can be run again after it was cut off. */
export class CreateApiKeys1795651900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(apiKeys(new Dialect(runner)), true);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('api_keys', true);
  }
}

function apiKeys(dialect: Dialect): Table {
  return new Table({
    name: 'api_keys',
    columns: [
      primaryKey('api_keys', dialect.id('id')),
      dialect.id('user_id'),
      dialect.text('name', 100),
      dialect.text('secret_hash', 64),
      dialect.text('scopes', 2048),
      nullable(dialect.moment('last_used_at')),
      nullable(dialect.text('last_used_ip', 45)),
      dialect.moment('expires_at'),
      dialect.moment('created_at'),
    ],
    indices: [
      { name: 'ix_api_keys_user_id', columnNames: ['user_id', 'created_at'] },
      { name: 'ix_api_keys_expires_at', columnNames: ['expires_at'] },
    ],
    foreignKeys: [
      {
        name: 'fk_api_keys_user_id',
        columnNames: ['user_id'],
        referencedTableName: 'users',
        referencedColumnNames: ['id'],
        onUpdate: 'NO ACTION',
        onDelete: 'CASCADE',
      },
    ],
  });
}
