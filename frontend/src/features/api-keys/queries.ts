import 'server-only';

import { apiFor, type Schemas } from '@/lib/api';

export type ApiKey = Schemas['ApiKey'];
export type Scope = Schemas['Scope'];

interface Caller {
  accessToken: string;
}

/** The caller's keys, and what another one can be made for. */
export async function listMyApiKeys(caller: Caller): Promise<{ items: ApiKey[]; scopes: Scope[] }> {
  const api = await apiFor(caller);
  return api.get('/v1/me/api-keys');
}

/** The keys of somebody else. */
export async function listApiKeysOf(caller: Caller, userId: string): Promise<ApiKey[]> {
  const api = await apiFor(caller);
  return (await api.get('/v1/users/{id}/api-keys', { path: { id: userId } })).items;
}
