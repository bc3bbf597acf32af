import {
  decodeCursor,
  encodeCursor,
  type Place,
  parseSort,
  readPage,
  type SortColumns,
  stretchesAfter,
} from './pagination';
import { Problem } from './problem';

const COLUMNS: SortColumns = {
  name: { column: 'u.name_key', type: 'string' },
  lastLoginAt: { column: 'u.last_login_at', type: 'number', isNullable: true },
};

describe('parseSort', () => {
  it('reads a documented name, and - in front as descending', () => {
    expect(parseSort('name', COLUMNS)).toMatchObject({ name: 'name', column: 'u.name_key', isDescending: false });
    expect(parseSort('-name', COLUMNS)).toMatchObject({ name: 'name', isDescending: true });
  });

  it.each(['', '-', '--name', 'Name', 'constructor', '__proto__', 'name;', 'u.name_key'])('refuses %j', (sort) => {
    expect(() => parseSort(sort, COLUMNS)).toThrow(Problem);
  });
});

describe('cursors', () => {
  const byName = parseSort('name', COLUMNS);
  const byLogin = parseSort('-lastLoginAt', COLUMNS);

  it.each<[string, typeof byName, Place]>([
    ['text', byName, { value: 'Zoë "%_', id: 'a' }],
    ['a moment', byLogin, { value: 1_700_000_000_000, id: 'a' }],
    ['no moment', byLogin, { value: null, id: 'a' }],
  ])('name a place by %s', (_, sort, place) => {
    expect(decodeCursor(sort, encodeCursor(sort, place))).toEqual(place);
  });

  it('belong to one order', () => {
    const cursor = encodeCursor(byName, { value: 'a', id: 'b' });
    expect(() => decodeCursor(parseSort('-name', COLUMNS), cursor)).toThrow(Problem);
    expect(() => decodeCursor(byLogin, cursor)).toThrow(Problem);
  });

  it.each([
    '',
    'x',
    'eyJ9',
    ...[
      ['name', 1, 'id'],
      ['name', null, 'id'],
      ['name', { $ne: 1 }, 'id'],
      ['name', ['a'], 'id'],
      ['name', 'a\0', 'id'],
      ['name', 'a', 1],
      ['name', 'a', 'id\0'],
      ['name', 'a'],
      { 0: 'name', 1: 'a', 2: 'id' },
    ].map((forged) => Buffer.from(JSON.stringify(forged)).toString('base64url')),
  ])('that were made up are refused: %j', (cursor) => {
    expect(() => decodeCursor(byName, cursor)).toThrow(Problem);
  });
});

describe('readPage', () => {
  interface Row {
    id: string;
    value: number | null;
  }
  const rows: Row[] = [3, null, 1, 2, 2, null, 2, 1].map((value, index) => ({ id: `r${index}`, value }));

  /** Does what the SQL of a stretch says, on rows in memory. */
  async function pageThrough(sortText: string, limit: number): Promise<string[]> {
    const sort = parseSort(sortText, { at: { column: 'at', type: 'number', isNullable: true } });
    const sign = sort.isDescending ? -1 : 1;
    const rank = ({ value }: Row) => value ?? -1;
    const sorted = rows.toSorted((a, b) => sign * (rank(a) - rank(b) || a.id.localeCompare(b.id)));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page: { items: Row[]; nextCursor: string | null } = await readPage(
        { sort, idColumn: 'id', limit, cursor },
        async (stretch, count) =>
          sorted.filter((row) => matches(row, stretch.condition, stretch.parameters)).slice(0, count),
        (row) => row,
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(sorted.map(({ id }) => id));
    return seen;
  }

  function matches({ id, value }: Row, condition: string, parameters: unknown[]): boolean {
    const [first, , third] = parameters as [number, number, string];
    const [nullId] = parameters as [string];
    switch (condition) {
      case '1 = 1':
        return true;
      case 'at IS NULL':
        return value === null;
      case 'at IS NOT NULL':
        return value !== null;
      case 'at IS NULL AND id > ?':
        return value === null && id > nullId;
      case 'at IS NULL AND id < ?':
        return value === null && id < nullId;
      case 'at >= ? AND (at > ? OR id > ?)':
        return value !== null && value >= first && (value > first || id > third);
      case 'at <= ? AND (at < ? OR id < ?)':
        return value !== null && value <= first && (value < first || id < third);
      default:
        throw new Error(`Unknown condition: ${condition}`);
    }
  }

  it.each(['at', '-at'])('shows every row once, by %s, whatever the size of a page', async (sort) => {
    for (let limit = 1; limit <= rows.length + 1; limit += 1) {
      expect(new Set(await pageThrough(sort, limit)).size).toBe(rows.length);
    }
  });

  it('reads rows with and without a value apart, but only beyond a place', () => {
    const sort = parseSort('-lastLoginAt', COLUMNS);
    expect(stretchesAfter(sort, 'u.id', { value: 5, id: 'x' })).toHaveLength(2);
    expect(stretchesAfter(sort, 'u.id', undefined)).toHaveLength(1);
  });
});
