import type { Route } from 'next';

// Addresses with an id in them: Next's route types know them only where the id is written out, so they are made here, once.
// An id comes from the API, or from an address; encoded, it stays one segment whatever it is.

export const resourceHref = (id: string) => `/resources/${encodeURIComponent(id)}` as Route;
export const editResourceHref = (id: string) => `/resources/${encodeURIComponent(id)}/edit` as Route;
export const userHref = (id: string) => `/admin/users/${encodeURIComponent(id)}` as Route;
export const userSessionsHref = (id: string) => `/admin/users/${encodeURIComponent(id)}/sessions` as Route;
export const userApiKeysHref = (id: string) => `/admin/users/${encodeURIComponent(id)}/api-keys` as Route;
export const userHistoryHref = (id: string) => `/admin/users/${encodeURIComponent(id)}/history` as Route;
export const userPermissionsHref = (id: string) => `/admin/users/${encodeURIComponent(id)}/permissions` as Route;
export const roleHref = (key: string) => `/admin/roles/${encodeURIComponent(key)}` as Route;
export const usersOfRoleHref = (key: string) => `/admin/users?role=${encodeURIComponent(key)}` as Route;
