import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { addColumn, addIndex, Dialect, dropColumn, dropIndex, nullable, primaryKey } from './dialect';

/** What is hashed before the first event of a chain. */
const GENESIS = '0'.repeat(64);

/** The record of what happened, and resources that can be restored. Can be run again after it was cut off. */
export class CreateAudit1795564800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const dialect = new Dialect(runner);
    for (const table of [events(dialect), chains(dialect), days(dialect)]) await runner.createTable(table, true);
    const begun: unknown[] = await runner.query('SELECT 1 FROM audit_chains');
    if (begun.length === 0) {
      await runner.query(
        'INSERT INTO audit_chains (id, sequence, hash, purged_sequence, purged_hash, version) VALUES (1, 0, ?, 0, ?, 1)',
        [GENESIS, GENESIS],
      );
    }
    await addColumn(runner, 'resources', nullable(dialect.moment('deleted_at')));
    await addIndex(runner, 'resources', 'ix_resources_deleted_at', ['deleted_at']);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['audit_days', 'audit_chains', 'audit_events']) await runner.dropTable(table, true);
    await dropIndex(runner, 'resources', 'ix_resources_deleted_at');
    await dropColumn(runner, 'resources', 'deleted_at');
  }
}

function events(dialect: Dialect): Table {
  const byTime = (column: string) => [column, 'occurred_at', 'id'];
  return new Table({
    name: 'audit_events',
    columns: [
      primaryKey('audit_events', dialect.id('id')),
      dialect.moment('occurred_at'),
      nullable(dialect.id('actor_id')),
      nullable(dialect.text('actor_role', 64)),
      dialect.text('action', 64),
      nullable(dialect.text('subject_kind', 32)),
      nullable(dialect.text('subject_id', 200)),
      dialect.text('outcome', 16),
      dialect.text('request_id', 64),
      nullable(dialect.longText('details')),
      dialect.text('details_hash', 64),
      nullable(dialect.moment('sequence')),
      nullable(dialect.text('hash', 64)),
    ],
    uniques: [{ name: 'uq_audit_events_sequence', columnNames: ['sequence'] }],
    indices: [
      { name: 'ix_audit_events_occurred_at', columnNames: ['occurred_at', 'id'] },
      { name: 'ix_audit_events_action', columnNames: byTime('action') },
      { name: 'ix_audit_events_actor_id', columnNames: byTime('actor_id') },
      { name: 'ix_audit_events_subject_id', columnNames: byTime('subject_id') },
      { name: 'ix_audit_events_outcome', columnNames: byTime('outcome') },
    ],
  });
}

function chains(dialect: Dialect): Table {
  return new Table({
    name: 'audit_chains',
    columns: [
      primaryKey('audit_chains', dialect.counter('id')),
      dialect.moment('sequence'),
      dialect.text('hash', 64),
      dialect.moment('purged_sequence'),
      dialect.text('purged_hash', 64),
      dialect.counter('version'),
    ],
  });
}

function days(dialect: Dialect): Table {
  return new Table({
    name: 'audit_days',
    columns: [
      primaryKey('audit_days', dialect.text('day', 10)),
      primaryKey('audit_days', dialect.text('action', 64)),
      primaryKey('audit_days', dialect.text('outcome', 16)),
      dialect.counter('total'),
    ],
  });
}
