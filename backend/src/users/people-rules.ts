import type { Actor } from '../access/actor';
import { ADMIN_ROLE } from '../access/permissions';
import { Problem } from '../http/problem';
import { statusOf, type UserRow } from './user.presenter';

/** Whether the person counts among the administrators of whom one must stay: one who can sign in, and stays. */
export function isActiveAdministrator(
  person: Pick<UserRow, 'role' | 'emailVerifiedAt' | 'disabledAt' | 'eraseAt'>,
): boolean {
  return person.role === ADMIN_ROLE && statusOf(person) === 'active' && person.eraseAt === null;
}

/** Whoever is kept out until they are erased is let in by taking that back. */
export function refuseLeaving({ disabledAt, eraseAt }: UserRow): void {
  if (disabledAt !== null && eraseAt !== null) {
    throw new Problem('conflict', { detail: 'This account is about to be deleted. Restore it first.' });
  }
}

/** Nobody changes their own role or status, so that nobody locks themselves out or lifts themselves up. */
export function refuseOneself(actor: Actor, id: string): void {
  if (id === actor.userId) {
    throw new Problem('permission_denied', {
      detail: 'You cannot change your own role or status. Ask another administrator.',
    });
  }
}
