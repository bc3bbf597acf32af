import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { parseSort, readPage, type SortColumns } from '../http/pagination';
import { presentUser, USER_COLUMNS, type UserRow } from './user.presenter';
import { EVERYBODY, type UserCondition, UserSearch } from './user-search';
import type { UserPageDto, UserStatus, UsersQuery } from './users.dto';

const SORT_COLUMNS: SortColumns = {
  name: { column: 'u.name_key', type: 'string' },
  email: { column: 'u.email', type: 'string' },
  createdAt: { column: 'u.created_at', type: 'number' },
  lastLoginAt: { column: 'u.last_login_at', type: 'number', isNullable: true },
};

/** Nobody looks at the thousandth person of a list, and counting further soon costs more than the page itself. */
const MAX_COUNTED = 1_000;
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
  constructor(
    private readonly database: Database,
    private readonly search: UserSearch,
  ) {}

  async list(query: UsersQuery): Promise<UserPageDto> {
    const sort = parseSort(query.sort, SORT_COLUMNS);
    const filters = filtersOf(query, query.search ? await this.search.conditionFor(query.search) : EVERYBODY);
    const [page, count] = await Promise.all([
      readPage<ListedUser>(
        { ...query, sort, idColumn: 'u.id' },
        ({ condition, parameters, order }, limit) =>
          this.database.query(
            `SELECT ${USER_COLUMNS}, ${sort.column} AS sortValue FROM users u
             WHERE ${filters.sql} AND ${condition} ORDER BY ${order} LIMIT ?`,
            [...filters.parameters, ...parameters, limit],
          ),
        ({ sortValue, id }) => ({ value: sortValue, id }),
      ),
      this.count(filters),
    ]);
    return { items: page.items.map(presentUser), nextCursor: page.nextCursor, ...count };
  }

  private async count({
    sql,
    parameters,
    isOfMany,
  }: UserCondition): Promise<Pick<UserPageDto, 'total' | 'isTotalExact'>> {
    if (isOfMany) return { total: MAX_COUNTED, isTotalExact: false };
    const [row] = await this.database.query<{ total: number }>(
      `SELECT COUNT(*) AS total FROM (SELECT 1 FROM users u WHERE ${sql} LIMIT ?) counted`,
      [...parameters, MAX_COUNTED + 1],
    );
    const total = row?.total ?? 0;
    return { total: Math.min(total, MAX_COUNTED), isTotalExact: total <= MAX_COUNTED };
  }
}

function filtersOf({ role, status }: UsersQuery, found: UserCondition): UserCondition {
  if (!role && !status) return found;
  const conditions = [found.sql];
  const parameters = [...found.parameters];
  if (role) {
    conditions.push('u.role_key = ?');
    parameters.push(role);
  }
  if (status) conditions.push(STATUS_CONDITIONS[status]);
  return { sql: conditions.join(' AND '), parameters };
}
