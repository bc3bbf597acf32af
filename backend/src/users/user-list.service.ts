import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { placeholders, type SqlValue } from '../database/parameters';
import { parseSort, readPage, type SortColumns } from '../http/pagination';
import { likeContains, searchKey } from '../http/text';
import { presentUser, USER_COLUMNS, type UserRow } from './user.presenter';
import type { UserPageDto, UserStatus, UsersQuery } from './users.dto';

const SORT_COLUMNS: SortColumns = {
  name: { column: 'u.name_key', type: 'string' },
  email: { column: 'u.email', type: 'string' },
  createdAt: { column: 'u.created_at', type: 'number' },
  lastLoginAt: { column: 'u.last_login_at', type: 'number', isNullable: true },
};

/** Nobody looks at the thousandth person of a list, and counting further soon costs more than the page itself. */
const MAX_COUNTED = 1_000;
/** People whom a search may find for them to be named by id. */
const MAX_NAMED = 500;

/** Long enough that it is meant: a name like `Ed` is in the hexadecimal id of half the people. */
const PART_OF_ID = /^[0-9a-f-]{8,36}$/;

/** Says what `statusOf` says, in SQL. */
const STATUS_CONDITIONS: Record<UserStatus, string> = {
  active: 'u.disabled_at IS NULL AND u.email_verified_at IS NOT NULL',
  unverified: 'u.disabled_at IS NULL AND u.email_verified_at IS NULL',
  disabled: 'u.disabled_at IS NOT NULL',
};

interface ListedUser extends UserRow {
  sortValue: string | number | null;
}

@Injectable()
export class UserListService {
  constructor(private readonly database: Database) {}

  async list(query: UsersQuery): Promise<UserPageDto> {
    const sort = parseSort(query.sort, SORT_COLUMNS);
    const filters = filtersOf(query, await this.find(query.search));
    const [page, count] = await Promise.all([
      readPage<ListedUser>(
        { ...query, sort, idColumn: 'u.id' },
        ({ condition, parameters, order }, limit) =>
          this.database.query(
            `SELECT ${USER_COLUMNS}, ${sort.column} AS sortValue FROM users u
             WHERE ${filters.condition} AND ${condition} ORDER BY ${order} LIMIT ?`,
            [...filters.parameters, ...parameters, limit],
          ),
        ({ sortValue, id }) => ({ value: sortValue, id }),
      ),
      this.count(filters),
    ]);
    return { items: page.items.map(presentUser), nextCursor: page.nextCursor, ...count };
  }

  /**
   * Few people are named by their ids, which are found in indexes alone; reading everybody in the order of the list until
   * the page is full would read all of them. Many are met soon in that order, and there would be too many ids.
   */
  private async find(search: string | undefined): Promise<Filters> {
    if (!search) return { condition: '1 = 1', parameters: [] };
    const alternatives = alternativesOf(search);
    const parts = alternatives.map(
      ({ column }, index) =>
        `SELECT id FROM (SELECT u.id FROM users u WHERE u.${column} LIKE ? ESCAPE '!' LIMIT ${MAX_NAMED + 1}) found_${index}`,
    );
    const patterns = alternatives.map(({ pattern }) => pattern);
    const rows = await this.database.query<{ id: string }>(parts.join(' UNION '), patterns);
    if (rows.length === 0) return { condition: '1 = 0', parameters: [] };
    if (rows.length <= MAX_NAMED)
      return { condition: `u.id IN (${placeholders(rows.length)})`, parameters: rows.map(({ id }) => id) };
    const condition = alternatives.map(({ column }) => `u.${column} LIKE ? ESCAPE '!'`).join(' OR ');
    return { condition: `(${condition})`, parameters: patterns };
  }

  private async count({ condition, parameters }: Filters): Promise<Pick<UserPageDto, 'total' | 'isTotalExact'>> {
    const [row] = await this.database.query<{ total: number }>(
      `SELECT COUNT(*) AS total FROM (SELECT 1 FROM users u WHERE ${condition} LIMIT ?) counted`,
      [...parameters, MAX_COUNTED + 1],
    );
    const total = row?.total ?? 0;
    return { total: Math.min(total, MAX_COUNTED), isTotalExact: total <= MAX_COUNTED };
  }
}

interface Filters {
  condition: string;
  parameters: SqlValue[];
}

function filtersOf({ role, status }: UsersQuery, found: Filters): Filters {
  const conditions = [found.condition];
  const parameters = [...found.parameters];
  if (role) {
    conditions.push('u.role_key = ?');
    parameters.push(role);
  }
  if (status) conditions.push(STATUS_CONDITIONS[status]);
  return { condition: conditions.join(' AND '), parameters };
}

/** Columns that are searched, each with an index that holds all that the search has to read. */
function alternativesOf(search: string): { column: string; pattern: string }[] {
  const text = search.toLowerCase();
  return [
    // What folds to nothing, a lone accent, must not find everybody.
    { column: 'name_key', pattern: likeContains(searchKey(search, search.length) || search) },
    { column: 'email', pattern: likeContains(text) },
    ...(PART_OF_ID.test(text) ? [{ column: 'id', pattern: likeContains(text) }] : []),
  ];
}
