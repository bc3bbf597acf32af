import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { Dialect, primaryKey } from './dialect';

/** Answers that a repeated request gets again. Can be run again after it was cut off. */
export class CreateIdempotencyKeys1795652100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const dialect = new Dialect(runner);
    const table = new Table({
      name: 'idempotency_keys',
      columns: [
        primaryKey('idempotency_keys', dialect.text('id', 43)),
        dialect.id('user_id'),
        dialect.longText('answer'),
        dialect.moment('created_at'),
      ],
      indices: [
        { name: 'ix_idempotency_keys_user_id', columnNames: ['user_id'] },
        { name: 'ix_idempotency_keys_created_at', columnNames: ['created_at'] },
      ],
      foreignKeys: [
        {
          name: 'fk_idempotency_keys_user_id',
          columnNames: ['user_id'],
          referencedTableName: 'users',
          referencedColumnNames: ['id'],
          onUpdate: 'NO ACTION',
          onDelete: 'CASCADE',
        },
      ],
    });
    await runner.createTable(table, true);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('idempotency_keys', true);
  }
}
