import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { Dialect, nullable, primaryKey } from './dialect';

/** Roles, users, sessions, resources. Can be run again after it was cut off: MySQL keeps each table it made. */
export class CreateAccounts1795478400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const dialect = new Dialect(runner);
    for (const table of [roles(dialect), users(dialect), sessions(dialect), resources(dialect)]) {
      await runner.createTable(table, true);
    }
    await addBuiltInRoles(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['resources', 'sessions', 'users', 'roles']) await runner.dropTable(table, true);
  }
}

function roles(dialect: Dialect): Table {
  return new Table({
    name: 'roles',
    columns: [
      primaryKey('roles', dialect.text('key', 64)),
      dialect.text('name', 100),
      dialect.truth('built_in'),
      dialect.longText('grants'),
      dialect.counter('version'),
      dialect.moment('created_at'),
      dialect.moment('updated_at'),
    ],
  });
}

function users(dialect: Dialect): Table {
  return new Table({
    name: 'users',
    columns: [
      primaryKey('users', dialect.id('id')),
      dialect.text('email', 254),
      dialect.text('name', 100),
      dialect.text('name_key', 100),
      nullable(dialect.text('password_hash', 255)),
      dialect.text('role_key', 64),
      nullable(dialect.moment('email_verified_at')),
      nullable(dialect.moment('disabled_at')),
      nullable(dialect.moment('last_login_at')),
      dialect.counter('version'),
      dialect.moment('created_at'),
      dialect.moment('updated_at'),
    ],
    uniques: [{ name: 'uq_users_email', columnNames: ['email'] }],
    indices: [
      { name: 'ix_users_created_at', columnNames: ['created_at', 'id'] },
      { name: 'ix_users_name_key', columnNames: ['name_key', 'id'] },
      { name: 'ix_users_last_login_at', columnNames: ['last_login_at', 'id'] },
      { name: 'ix_users_role_key', columnNames: ['role_key', 'created_at', 'id'] },
    ],
    foreignKeys: [
      {
        name: 'fk_users_role_key',
        columnNames: ['role_key'],
        referencedTableName: 'roles',
        referencedColumnNames: ['key'],
        onUpdate: 'NO ACTION',
        onDelete: 'NO ACTION',
      },
    ],
  });
}

function sessions(dialect: Dialect): Table {
  return new Table({
    name: 'sessions',
    columns: [
      primaryKey('sessions', dialect.id('id')),
      dialect.id('user_id'),
      dialect.text('token_salt', 64),
      dialect.counter('generation'),
      dialect.counter('confirmed_generation'),
      dialect.text('recent_rotations', 2048),
      dialect.moment('authenticated_at'),
      dialect.moment('last_used_at'),
      dialect.moment('idle_expires_at'),
      dialect.moment('expires_at'),
      nullable(dialect.moment('ended_at')),
      nullable(dialect.text('ended_reason', 32)),
      dialect.text('user_agent', 512),
      dialect.text('ip', 45),
      dialect.moment('created_at'),
    ],
    indices: [
      { name: 'ix_sessions_user_id', columnNames: ['user_id', 'ended_at', 'last_used_at'] },
      { name: 'ix_sessions_ended_at', columnNames: ['ended_at'] },
      { name: 'ix_sessions_expires_at', columnNames: ['expires_at'] },
    ],
    foreignKeys: [
      {
        name: 'fk_sessions_user_id',
        columnNames: ['user_id'],
        referencedTableName: 'users',
        referencedColumnNames: ['id'],
        onUpdate: 'NO ACTION',
        onDelete: 'CASCADE',
      },
    ],
  });
}

function resources(dialect: Dialect): Table {
  return new Table({
    name: 'resources',
    columns: [
      primaryKey('resources', dialect.id('id')),
      dialect.id('owner_id'),
      dialect.text('title', 200),
      dialect.text('title_key', 200),
      dialect.longText('body'),
      dialect.text('visibility', 16),
      dialect.counter('version'),
      dialect.moment('created_at'),
      dialect.moment('updated_at'),
    ],
    indices: [
      { name: 'ix_resources_created_at', columnNames: ['created_at', 'id'] },
      { name: 'ix_resources_updated_at', columnNames: ['updated_at', 'id'] },
      { name: 'ix_resources_title_key', columnNames: ['title_key', 'id'] },
      { name: 'ix_resources_owner_id_created_at', columnNames: ['owner_id', 'created_at', 'id'] },
      { name: 'ix_resources_owner_id_updated_at', columnNames: ['owner_id', 'updated_at', 'id'] },
      { name: 'ix_resources_owner_id_title_key', columnNames: ['owner_id', 'title_key', 'id'] },
      { name: 'ix_resources_visibility_created_at', columnNames: ['visibility', 'created_at', 'id'] },
      { name: 'ix_resources_visibility_updated_at', columnNames: ['visibility', 'updated_at', 'id'] },
      { name: 'ix_resources_visibility_title_key', columnNames: ['visibility', 'title_key', 'id'] },
    ],
    foreignKeys: [
      {
        name: 'fk_resources_owner_id',
        columnNames: ['owner_id'],
        referencedTableName: 'users',
        referencedColumnNames: ['id'],
        onUpdate: 'NO ACTION',
        onDelete: 'NO ACTION',
      },
    ],
  });
}

/** `ADMIN` may do everything, now and later, so the code says what that is; `USER` begins with these. */
const BUILT_IN_ROLES = [
  { key: 'ADMIN', name: 'Administrator', grants: {} },
  {
    key: 'USER',
    name: 'User',
    grants: {
      'resources:read': 'own',
      'resources:create': 'own',
      'resources:update': 'own',
      'resources:delete': 'own',
    },
  },
];

async function addBuiltInRoles(runner: QueryRunner): Promise<void> {
  const now = Date.now();
  for (const { key, name, grants } of BUILT_IN_ROLES) {
    const found: unknown[] = await runner.query('SELECT 1 FROM roles WHERE `key` = ?', [key]);
    if (found.length > 0) continue;
    await runner.query(
      'INSERT INTO roles (`key`, name, built_in, grants, version, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      [key, name, 1, JSON.stringify(grants), 1, now, now],
    );
  }
}
