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
