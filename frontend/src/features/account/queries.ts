import 'server-only';

import { apiFor, type Schemas } from '@/lib/api';

export type Me = Schemas['Me'];

export async function readMe(caller: { accessToken: string }): Promise<Me> {
  const api = await apiFor(caller);
  return api.get('/v1/me');
}
