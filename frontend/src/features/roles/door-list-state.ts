import 'server-only';

import { createLoader, createSerializer, parseAsString } from 'nuqs/server';
import type { Route } from 'next';

/** Which doors and which permissions are listed, which is the query of the page's address. */
const parameters = {
  rule: parseAsString.withDefault(''),
  search: parseAsString.withDefault(''),
  permission: parseAsString.withDefault(''),
};

export const loadDoorListState = createLoader(parameters);
const serialize = createSerializer(parameters);

export type DoorListState = Awaited<ReturnType<typeof loadDoorListState>>;

/** The list of the doors that one rule guards. */
export function doorsOfRuleHref(rule: string): Route {
  return `${serialize('/admin/access', { rule })}#doors` as Route;
}
