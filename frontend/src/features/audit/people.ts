import 'server-only';

import { apiFor } from '@/lib/api';
import type { Permissions } from '@/lib/permissions';
import { ApiProblem } from '@/lib/problem';

/** Somebody whom a filter can mean. */
export interface FoundPerson {
  id: string;
  name: string;
  email: string;
}

/** Whom a filter means: one person, several to choose from, or none. `text` is the filter as it is where nobody is looked up. */
export type Whom = { person: FoundPerson } | { choices: FoundPerson[] } | { text: string };

interface Caller {
  accessToken: string;
  user: { permissions: Permissions };
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MAX_CHOICES = 8;

/** Makes a person of an id, an e-mail address or a part of a name, for callers who may see people. */
export async function findWhom(caller: Caller, text: string): Promise<Whom> {
  if (text === '' || !caller.user.permissions['users:read']) return { text };
  const api = await apiFor(caller);
  if (ID.test(text)) {
    try {
      return { person: await api.get('/v1/users/{id}', { path: { id: text } }) };
    } catch (error) {
      // Somebody who was erased has left events behind.
      if (error instanceof ApiProblem && error.code === 'not_found') return { text };
      throw error;
    }
  }
  const { items } = await api.get('/v1/users', {
    query: { search: text, sort: 'name', limit: MAX_CHOICES },
  });
  const exact = items.find(({ email }) => email === text.trim().toLowerCase());
  const [only = exact] = items.length === 1 ? items : [];
  return only ? { person: only } : { choices: items };
}
