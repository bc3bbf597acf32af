import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { invalidField } from './problem';

/** What every list takes. Extend it with the filters of the list. */
export class PageQuery {
  /** How many rows a page holds. */
  @IsOptional()
  @Transform(({ value }) => (typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : value))
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 20;

  /** `nextCursor` of the page before. Opaque. */
  @IsOptional()
  @IsString()
  @MaxLength(2048)
  cursor?: string;
}

type SortValue = string | number | null;

/** One place in a list: the value it is sorted by, then the id. */
export interface Place {
  value: SortValue;
  id: string;
}

/** What one name of `sort` stands for. */
export interface SortColumn {
  /** SQL, from code, never from a request. */
  readonly column: string;
  readonly type: 'string' | 'number';
  readonly isNullable?: boolean;
}

/** The names that a list may be sorted by, as they are on the wire, e.g. `createdAt`. */
export type SortColumns = Readonly<Record<string, SortColumn>>;

export interface SortOrder extends SortColumn {
  readonly name: string;
  readonly isDescending: boolean;
}

/**
 * Reads `sort`, e.g. `-createdAt`.
 * @throws Problem `validation_failed` for a name that the door does not document
 */
export function parseSort(sort: string, columns: SortColumns): SortOrder {
  const isDescending = sort.startsWith('-');
  const name = isDescending ? sort.slice(1) : sort;
  const found = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (found === undefined) {
    throw invalidField(
      'sort',
      'is_in',
      `Sort by one of: ${Object.keys(columns).join(', ')}; put - in front to reverse.`,
    );
  }
  return { ...found, name, isDescending };
}

/** A part of a list that one range of an index gives in order: SQL for WHERE (with `?` parameters) and for ORDER BY. */
export interface Stretch {
  condition: string;
  parameters: SortValue[];
  order: string;
}

/**
 * Keyset paging: the page begins after a place, not at a row number, so that it costs the same everywhere and rows
 * that come or go do not shift it. Rows without a value come first ascending and last descending, which is how both
 * engines keep them in an index.
 *
 * @param idColumn SQL of the unique id that makes the order total
 * @returns what lies beyond the place, to be read one after the other until the page is full
 */
export function stretchesAfter(sort: SortOrder, idColumn: string, after: Place | undefined): Stretch[] {
  const { column, isDescending, isNullable } = sort;
  const direction = isDescending ? 'DESC' : 'ASC';
  const order = `${column} ${direction}, ${idColumn} ${direction}`;
  const beyond = isDescending ? '<' : '>';
  const stretch = (condition: string, ...parameters: SortValue[]): Stretch => ({ condition, parameters, order });
  if (!after) return [stretch('1 = 1')];
  if (after.value === null) {
    const nulls = stretch(`${column} IS NULL AND ${idColumn} ${beyond} ?`, after.id);
    return isDescending ? [nulls] : [nulls, stretch(`${column} IS NOT NULL`)];
  }
  // Not `c < ? OR (c = ? AND id < ?)`: SQLite reads that from the start of the index. This seeks on both engines.
  const values = stretch(
    `${column} ${beyond}= ? AND (${column} ${beyond} ? OR ${idColumn} ${beyond} ?)`,
    after.value,
    after.value,
    after.id,
  );
  // A stretch of its own, because an OR with IS NULL would give up the seek too.
  return isNullable && isDescending ? [values, stretch(`${column} IS NULL`)] : [values];
}

/**
 * Reads one page of a list.
 * @param read gives at most `limit` rows of a stretch, in its order
 * @param placeOf the place of a row in this order
 */
export async function readPage<Row>(
  list: { sort: SortOrder; idColumn: string; limit: number; cursor?: string | undefined },
  read: (stretch: Stretch, limit: number) => Promise<Row[]>,
  placeOf: (row: Row) => Place,
): Promise<{ items: Row[]; nextCursor: string | null }> {
  const rows: Row[] = [];
  // One row more than asked for: it only tells that there is a next page.
  for (const stretch of stretchesAfter(list.sort, list.idColumn, decodeCursor(list.sort, list.cursor))) {
    rows.push(...(await read(stretch, list.limit + 1 - rows.length)));
    if (rows.length > list.limit) break;
  }
  const items = rows.slice(0, list.limit);
  const last = items.at(-1);
  const nextCursor = rows.length > list.limit && last !== undefined ? encodeCursor(list.sort, placeOf(last)) : null;
  return { items, nextCursor };
}

/** Names a place so that only the order it came from will take it. */
export function encodeCursor(sort: SortOrder, place: Place): string {
  return Buffer.from(JSON.stringify([sortKey(sort), place.value, place.id])).toString('base64url');
}

/** @throws Problem `validation_failed` when it is not a cursor of this order */
export function decodeCursor(sort: SortOrder, cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parsed) && parsed.length === 3) {
      const [key, value, id] = parsed as unknown[];
      if (key === sortKey(sort) && isSortValue(value, sort) && isText(id)) return { value, id };
    }
  } catch {
    // Falls through to the one refusal.
  }
  throw invalidField('cursor', 'cursor', 'This cursor does not belong to this list. Start again without it.');
}

function sortKey(sort: SortOrder): string {
  return `${sort.isDescending ? '-' : ''}${sort.name}`;
}

/** A number where text is compared would make MySQL turn every row's text into a number. */
function isSortValue(value: unknown, sort: SortOrder): value is SortValue {
  if (value === null) return sort.isNullable === true;
  return sort.type === 'string' ? isText(value) : Number.isSafeInteger(value);
}

/** What can be bound as text on every engine. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0');
}
