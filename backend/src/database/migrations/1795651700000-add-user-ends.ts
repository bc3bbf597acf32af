import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, addIndex, Dialect, dropColumn, dropIndex, nullable } from './dialect';

/** When an account is to be erased, and mails by whom they went to. Can be run again after it was cut off. */
export class AddUserEnds1795651700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const dialect = new Dialect(runner);
    await addColumn(runner, 'users', nullable(dialect.moment('erase_at')));
    await addColumn(runner, 'users', nullable(dialect.truth('disabled_by_deletion')));
    await addIndex(runner, 'users', 'ix_users_erase_at', ['erase_at']);
    await addIndex(runner, 'mails', 'ix_mails_recipient', ['recipient']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'mails', 'ix_mails_recipient');
    await dropIndex(runner, 'users', 'ix_users_erase_at');
    await dropColumn(runner, 'users', 'disabled_by_deletion');
    await dropColumn(runner, 'users', 'erase_at');
  }
}
