import 'server-only';

import {
  createLoader,
  createSerializer,
  parseAsArrayOf,
  parseAsNumberLiteral,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import type { Route } from 'next';

import type { Place } from '@/components/cursor-trail';

export const USER_STATUSES = ['active', 'unverified', 'disabled'] as const;
export const USER_SORTS = [
  '-createdAt',
  'createdAt',
  'name',
  '-name',
  'email',
  '-email',
  '-lastLoginAt',
  'lastLoginAt',
] as const;
export const PAGE_SIZES = [20, 50, 100] as const;

/** The state of the list, which is the query of its address. */
const parameters = {
  search: parseAsString.withDefault(''),
  role: parseAsString.withDefault(''),
  status: parseAsStringLiteral(USER_STATUSES),
  sort: parseAsStringLiteral(USER_SORTS).withDefault('-createdAt'),
  limit: parseAsNumberLiteral(PAGE_SIZES).withDefault(20),
  cursor: parseAsString,
  trail: parseAsArrayOf(parseAsString).withDefault([]),
};

export const loadUserListState = createLoader(parameters);
const serialize = createSerializer(parameters);

export type UserListState = Awaited<ReturnType<typeof loadUserListState>>;

/** The address of the list with some of its state changed. Whatever changes what is listed starts at the first page. */
export function userListHref(state: UserListState, changes: Partial<UserListState>): Route {
  const startsOver = !('cursor' in changes);
  return serialize('/admin/users', {
    ...state,
    ...(startsOver ? { cursor: null, trail: [] } : {}),
    ...changes,
  }) as Route;
}

/** Everything that the list holds on all of its pages, as a file. */
export function userExportHref(state: UserListState): Route {
  const { search, role, status, sort } = state;
  return serialize('/admin/users/export', { search, role, status, sort }) as Route;
}

export function userPlaceHref(state: UserListState, place: Place): Route {
  return userListHref(state, { cursor: place.cursor, trail: [...place.trail] });
}
