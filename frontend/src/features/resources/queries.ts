import 'server-only';

import { cache } from 'react';

import { apiFor, type Schemas } from '@/lib/api';
import { EXPORT_PAGE_SIZE, type ReadPage } from '@/lib/export-pages';
import { ApiProblem } from '@/lib/problem';

import type { ResourceListState } from './list-state';

export type Resource = Schemas['Resource'];
export type ResourcePage = Schemas['ResourcePage'];

interface Caller {
  accessToken: string;
}

export async function listResources(caller: Caller, state: ResourceListState): Promise<ResourcePage> {
  const api = await apiFor(caller);
  return api.get('/v1/resources', { query: queryOf(state) });
}

/** The same resources as in the list, on pages for a file. */
export async function resourcePages(caller: Caller, state: ResourceListState): Promise<ReadPage<Resource>> {
  const api = await apiFor(caller);
  return (cursor) => api.get('/v1/resources', { query: { ...queryOf({ ...state, cursor }), limit: EXPORT_PAGE_SIZE } });
}

function queryOf({ search, owner, sort, cursor }: ResourceListState) {
  return { search: search || undefined, owner: owner ?? undefined, sort, cursor: cursor ?? undefined };
}

/** @returns null when there is no such resource, or none that this caller may see: the API gives one answer for both */
export const findResource = cache(async (caller: Caller, id: string): Promise<Resource | null> => {
  const api = await apiFor(caller);
  try {
    return await api.get('/v1/resources/{id}', { path: { id } });
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'not_found') return null;
    throw error;
  }
});
