import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { Dialect, primaryKey } from './dialect';

/** What went wrong lately, for throttling. Can be run again after it was cut off. */
export class CreateThrottleCounters1795651500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const dialect = new Dialect(runner);
    const table = new Table({
      name: 'throttle_counters',
      columns: [
        primaryKey('throttle_counters', dialect.text('id', 43)),
        dialect.counter('total'),
        dialect.moment('since'),
      ],
      indices: [{ name: 'ix_throttle_counters_since', columnNames: ['since'] }],
    });
    await runner.createTable(table, true);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('throttle_counters', true);
  }
}
