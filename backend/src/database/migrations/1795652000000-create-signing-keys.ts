import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { Dialect, nullable, primaryKey } from './dialect';

/** Generations of the key of access tokens, with the one that everybody has had so far. Can be run again after it was cut off. */
export class CreateSigningKeys1795652000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const dialect = new Dialect(runner);
    const table = new Table({
      name: 'signing_keys',
      columns: [
        primaryKey('signing_keys', dialect.counter('generation')),
        dialect.moment('created_at'),
        dialect.moment('signs_from'),
        nullable(dialect.moment('dropped_at')),
      ],
    });
    await runner.createTable(table, true);
    const begun: unknown[] = await runner.query('SELECT 1 FROM signing_keys');
    if (begun.length === 0)
      await runner.query('INSERT INTO signing_keys (generation, created_at, signs_from) VALUES (1, 0, 0)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('signing_keys', true);
  }
}
