import { ADMIN_ROLE } from '../access/permissions';
import { statusOf, type UserRow } from './user.presenter';

/** Whether the person counts among the administrators of whom one must stay: one who can sign in. */
export function isActiveAdministrator(person: Pick<UserRow, 'role' | 'emailVerifiedAt' | 'disabledAt'>): boolean {
  return person.role === ADMIN_ROLE && statusOf(person) === 'active';
}
