import 'server-only';

import { cache } from 'react';

import { apiFor, type Schemas } from '@/lib/api';
import { EXPORT_PAGE_SIZE, type ReadPage } from '@/lib/export-pages';
import type { Permissions } from '@/lib/permissions';
import { ApiProblem } from '@/lib/problem';

import type { UserListState } from './list-state';

export type User = Schemas['User'];
export type UserPage = Schemas['UserPage'];

interface Caller {
  accessToken: string;
  user: { permissions: Permissions };
}

export async function listUsers(caller: Caller, state: UserListState): Promise<UserPage> {
  const api = await apiFor(caller);
  return api.get('/v1/users', { query: queryOf(state) });
}

/** The same people as in the list, on pages for a file. */
export async function userPages(caller: Caller, state: UserListState): Promise<ReadPage<User>> {
  const api = await apiFor(caller);
  return (cursor) => api.get('/v1/users', { query: queryOf({ ...state, limit: EXPORT_PAGE_SIZE, cursor }) });
}

function queryOf({ search, role, status, sort, limit, cursor }: Omit<UserListState, 'limit'> & { limit: number }) {
  return {
    search: search || undefined,
    role: role || undefined,
    status: status ?? undefined,
    sort,
    limit,
    cursor: cursor ?? undefined,
  };
}

/** @returns null when there is no such person */
export const findUser = cache(async (caller: Caller, id: string): Promise<User | null> => {
  const api = await apiFor(caller);
  try {
    return await api.get('/v1/users/{id}', { path: { id } });
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'not_found') return null;
    throw error;
  }
});

export interface RoleName {
  key: string;
  name: string;
}

/** The roles by name. Empty for callers who may not see them. */
export const listRoles = cache(async (caller: Caller): Promise<RoleName[]> => {
  if (!caller.user.permissions['roles:read']) return [];
  const api = await apiFor(caller);
  const { items } = await api.get('/v1/roles');
  return items.map(({ key, name }) => ({ key, name }));
});
