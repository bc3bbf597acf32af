import 'server-only';

import { apiFor, type Schemas } from '@/lib/api';

export type Session = Schemas['Session'];

interface Caller {
  accessToken: string;
}

/** Where the caller is signed in: this device first, then the others by last use. */
export async function listMySessions(caller: Caller): Promise<Session[]> {
  const api = await apiFor(caller);
  return inOrder((await api.get('/v1/me/sessions')).items);
}

/** Where somebody else is signed in. */
export async function listSessionsOf(caller: Caller, userId: string): Promise<Session[]> {
  const api = await apiFor(caller);
  return inOrder((await api.get('/v1/users/{id}/sessions', { path: { id: userId } })).items);
}

function inOrder(sessions: Session[]): Session[] {
  return sessions.toSorted(
    (a, b) =>
      Number(b.current) - Number(a.current) || b.lastUsedAt.localeCompare(a.lastUsedAt) || a.id.localeCompare(b.id),
  );
}
