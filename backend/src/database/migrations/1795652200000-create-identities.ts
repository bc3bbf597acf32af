import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { Dialect, nullable, primaryKey } from './dialect';

/** Ways to sign in by the word of a provider. Can be run again after it was cut off. */
export class CreateIdentities1795652200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const dialect = new Dialect(runner);
    await runner.createTable(identities(dialect), true);
    await runner.createTable(usedProofs(dialect), true);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('used_proofs', true);
    await runner.dropTable('identities', true);
  }
}

function identities(dialect: Dialect): Table {
  return new Table({
    name: 'identities',
    columns: [
      primaryKey('identities', dialect.id('id')),
      dialect.id('user_id'),
      dialect.text('provider', 16),
      dialect.text('subject', 255),
      nullable(dialect.text('email', 254)),
      dialect.moment('created_at'),
      dialect.moment('last_used_at'),
    ],
    indices: [
      { name: 'uq_identities_provider_subject', columnNames: ['provider', 'subject'], isUnique: true },
      { name: 'ix_identities_user_id', columnNames: ['user_id', 'created_at'] },
    ],
    foreignKeys: [
      {
        name: 'fk_identities_user_id',
        columnNames: ['user_id'],
        referencedTableName: 'users',
        referencedColumnNames: ['id'],
        onUpdate: 'NO ACTION',
        onDelete: 'CASCADE',
      },
    ],
  });
}

function usedProofs(dialect: Dialect): Table {
  return new Table({
    name: 'used_proofs',
    columns: [primaryKey('used_proofs', dialect.text('id', 43)), dialect.moment('expires_at')],
    indices: [{ name: 'ix_used_proofs_expires_at', columnNames: ['expires_at'] }],
  });
}
