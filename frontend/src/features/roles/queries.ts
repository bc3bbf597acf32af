import 'server-only';

import { cache } from 'react';

import { apiFor, type Schemas } from '@/lib/api';

import type { Role } from './grants';

export type AccessMatrix = Schemas['AccessMatrix'];

interface Caller {
  accessToken: string;
}

export async function listRoles(caller: Caller): Promise<Role[]> {
  const api = await apiFor(caller);
  const { items } = await api.get('/v1/roles');
  return items;
}

/** Doors, permissions and roles, as the guards of the API read them. */
export const readAccess = cache(async (caller: Caller): Promise<AccessMatrix> => {
  const api = await apiFor(caller);
  return api.get('/v1/access-matrix');
});
