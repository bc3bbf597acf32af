/**
 * What may be bound to a `?`. No `undefined`, dates, arrays or objects: each engine would make something else of them.
 * Compare a text column to strings only; MySQL would turn the text of every row into a number to compare it to one.
 */
export type SqlValue = string | number | bigint | boolean | null | Buffer;

/**
 * Refuses what the engines would bind differently, or, like a text with a NUL in it, cut off in silence.
 * @throws TypeError without the value in it
 */
export function checkParameters(parameters: readonly unknown[]): asserts parameters is readonly SqlValue[] {
  for (const [index, value] of parameters.entries()) {
    const problem = problemOf(value);
    if (problem) throw new TypeError(`SQL parameter ${index + 1} ${problem}`);
  }
}

function problemOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value.includes('\0') ? 'contains a NUL character' : undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : 'is not a finite number';
    case 'bigint':
    case 'boolean':
      return undefined;
    default:
      return value === null || Buffer.isBuffer(value)
        ? undefined
        : `is of a type that cannot be bound (${typeof value})`;
  }
}

/** `placeholders(3)` is `?, ?, ?`, for `IN (…)`. @throws RangeError for none, because `IN ()` is no SQL */
export function placeholders(count: number): string {
  if (count < 1) throw new RangeError('IN () needs at least one value');
  return Array.from({ length: count }, () => '?').join(', ');
}

/** A value for each of several rows by its id, as an expression and its parameters. */
export function byId<Item>(
  items: readonly Item[],
  idOf: (item: Item) => string,
  valueOf: (item: Item) => SqlValue,
): { sql: string; parameters: SqlValue[] } {
  return {
    sql: `CASE id ${items.map(() => 'WHEN ? THEN ?').join(' ')} END`,
    parameters: items.flatMap((item) => [idOf(item), valueOf(item)]),
  };
}
