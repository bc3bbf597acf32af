import 'server-only';

import { apiFor, type Schemas } from '@/lib/api';

export type SignInMethods = Schemas['IdentityList'];
export type SignInMethod = Schemas['Identity'];

export async function listSignInMethods(caller: { accessToken: string }): Promise<SignInMethods> {
  const api = await apiFor(caller);
  return api.get('/v1/me/identities');
}
