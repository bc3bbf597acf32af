import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, Dialect, dropColumn, nullable } from './dialect';

/** When somebody last chose their password. Not known of those who were there before. Can be run again after it was cut off. */
export class AddPasswordChangedAt1795651800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'users', nullable(new Dialect(runner).moment('password_changed_at')));
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'users', 'password_changed_at');
  }
}
