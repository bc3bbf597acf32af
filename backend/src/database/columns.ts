import type { ColumnOptions, PrimaryColumnOptions, ValueTransformer } from 'typeorm';

/**
 * Lets only text of the column's length through, on the way in and in a `where`: MySQL would compare the number 0 to
 * a text column as equal to nearly every row, SQLite would store what is too long.
 */
function textOnly(maxLength: number): ValueTransformer {
  return {
    to(value: unknown): unknown {
      if (value === null || value === undefined) return value;
      if (typeof value !== 'string') throw new TypeError(`A text column takes a string, not a ${typeof value}`);
      // Characters are counted as MySQL counts them: by code point. UTF-16 units are never fewer.
      if (value.length > maxLength && Array.from(value).length > maxLength) {
        throw new RangeError(`A text of at most ${maxLength} characters is longer than that`);
      }
      return value;
    },
    from: (value: unknown): unknown => value,
  };
}

/** MySQL's TEXT holds 65,535 bytes, so this many characters whatever they are. */
export const LONG_TEXT_MAX_LENGTH = 16_000;

/** Text, compared and ordered by code point on every engine. @param length in characters */
export function text(length: number): ColumnOptions {
  return { type: 'varchar', length, transformer: textOnly(length) };
}

/** Text of up to {@link LONG_TEXT_MAX_LENGTH} characters; never in a key or an order. */
export function longText(): ColumnOptions {
  return { type: 'text', transformer: textOnly(LONG_TEXT_MAX_LENGTH) };
}

/** In ASCII characters: MySQL's TEXT holds as many bytes. */
export const PACKED_MAX_LENGTH = 65_535;

/** ASCII text of up to {@link PACKED_MAX_LENGTH} characters, such as base64 of something packed; never in a key or an order. */
export function packed(): ColumnOptions {
  return { type: 'text', transformer: textOnly(PACKED_MAX_LENGTH) };
}

/** UUIDv7 as text. Not ASCII: to compare an ASCII column to a foreign letter is an error on MySQL instead of "no". */
export function id(): ColumnOptions {
  return text(36);
}

const asNumber: ValueTransformer = {
  to: (value: unknown): unknown => value,
  // A driver may give 64-bit integers as text; milliseconds fit a number until the year 287396.
  from: (value: unknown): unknown => (typeof value === 'string' ? Number(value) : value),
};

/** A point in time: whole milliseconds since the epoch. No engine's own date type keeps them alike. */
export function moment(): ColumnOptions {
  return { type: 'bigint', transformer: asNumber };
}

/** A whole number below 2^31: a counter, a version. */
export function counter(): ColumnOptions {
  return { type: 'int' };
}

/** Nothing stored means "not yet" or "never". */
export function nullable(column: ColumnOptions): ColumnOptions {
  return { ...column, nullable: true };
}

/** The column as primary key of a table, under the name that the migration gave it. */
export function primaryKey(table: string, column: ColumnOptions): PrimaryColumnOptions {
  return { ...column, nullable: false, primaryKeyConstraintName: `pk_${table}` };
}
