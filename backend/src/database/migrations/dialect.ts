import type { QueryRunner, TableColumnOptions } from 'typeorm';

/**
 * Columns as each engine writes them, so that a migration is written once. Must say what `database/columns.ts` says:
 * a test compares the two on every engine.
 */
export class Dialect {
  /**
   * By code point, blanks at the end count: what SQLite does by itself. The `bin` collations that both servers have
   * (`utf8mb4_bin`, `ascii_bin`) take `'ada '` for `'ada'`.
   */
  private readonly textOptions: Pick<TableColumnOptions, 'charset' | 'collation'>;
  private readonly isSqlite: boolean;

  constructor(runner: QueryRunner) {
    const { type } = runner.dataSource.options;
    this.isSqlite = type === 'better-sqlite3';
    const collation = type === 'mariadb' ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin';
    this.textOptions = this.isSqlite ? {} : { charset: 'utf8mb4', collation };
  }

  text(name: string, length: number): TableColumnOptions {
    return { name, type: 'varchar', length: String(length), ...this.textOptions };
  }

  longText(name: string): TableColumnOptions {
    return { name, type: 'text', ...this.textOptions };
  }

  id(name: string): TableColumnOptions {
    return this.text(name, 36);
  }

  moment(name: string): TableColumnOptions {
    return { name, type: 'bigint' };
  }

  counter(name: string): TableColumnOptions {
    return { name, type: this.isSqlite ? 'integer' : 'int' };
  }

  truth(name: string): TableColumnOptions {
    return { name, type: this.isSqlite ? 'boolean' : 'tinyint' };
  }
}

export function nullable(column: TableColumnOptions): TableColumnOptions {
  return { ...column, isNullable: true };
}

/** Of table `<table>`, in the constraint `pk_<table>`. */
export function primaryKey(table: string, column: TableColumnOptions): TableColumnOptions {
  return { ...column, isPrimary: true, primaryKeyConstraintName: `pk_${table}` };
}

/** In plain SQL: TypeORM would copy the whole table on SQLite. Does nothing when the column is there. */
export async function addColumn(runner: QueryRunner, table: string, column: TableColumnOptions): Promise<void> {
  if (await runner.hasColumn(table, column.name)) return;
  const { name, type, length, charset, collation, isNullable } = column;
  const parts = [
    `${type}${length === undefined ? '' : `(${length})`}`,
    charset === undefined ? '' : `CHARACTER SET ${charset} COLLATE ${collation}`,
    isNullable ? 'NULL' : 'NOT NULL',
  ];
  await runner.query(`ALTER TABLE ${table} ADD COLUMN ${name} ${parts.filter(Boolean).join(' ')}`);
}

export async function dropColumn(runner: QueryRunner, table: string, name: string): Promise<void> {
  if (await runner.hasColumn(table, name)) await runner.query(`ALTER TABLE ${table} DROP COLUMN ${name}`);
}

/** In plain SQL, as {@link addColumn}. Does nothing when the index is there. */
export async function addIndex(runner: QueryRunner, table: string, name: string, columns: string[]): Promise<void> {
  const found = await runner.getTable(table);
  if (found?.indices.some((index) => index.name === name)) return;
  await runner.query(`CREATE INDEX ${name} ON ${table} (${columns.join(', ')})`);
}

export async function dropIndex(runner: QueryRunner, table: string, name: string): Promise<void> {
  const isSqlite = runner.dataSource.options.type === 'better-sqlite3';
  await runner.query(`DROP INDEX ${name}${isSqlite ? '' : ` ON ${table}`}`);
}
