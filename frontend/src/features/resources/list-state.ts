import 'server-only';

import { createLoader, createSerializer, parseAsArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import type { Route } from 'next';

import type { Place } from '@/components/cursor-trail';

export const RESOURCE_SORTS = ['-updatedAt', 'updatedAt', '-createdAt', 'createdAt', 'title', '-title'] as const;

/** The state of the list, which is the query of its address. */
const parameters = {
  search: parseAsString.withDefault(''),
  owner: parseAsStringLiteral(['me']),
  sort: parseAsStringLiteral(RESOURCE_SORTS).withDefault('-updatedAt'),
  cursor: parseAsString,
  trail: parseAsArrayOf(parseAsString).withDefault([]),
};

export const loadListState = createLoader(parameters);
const serialize = createSerializer(parameters);

export type ResourceListState = Awaited<ReturnType<typeof loadListState>>;

/** The address of the list with some of its state changed. Whatever changes what is listed starts at the first page. */
export function listHref(state: ResourceListState, changes: Partial<ResourceListState>): Route {
  const startsOver = !('cursor' in changes);
  return serialize('/resources', { ...state, ...(startsOver ? { cursor: null, trail: [] } : {}), ...changes }) as Route;
}

/** Everything that the list holds on all of its pages, as a file. */
export function resourceExportHref({ search, owner, sort }: ResourceListState): Route {
  return serialize('/resources/export', { search, owner, sort }) as Route;
}

export function placeHref(state: ResourceListState, place: Place): Route {
  return listHref(state, { cursor: place.cursor, trail: [...place.trail] });
}
