import type { Actor } from '../access/actor';
import { ADMIN_ROLE, coversGrants, type Grants } from '../access/permissions';
import { statusOf, type UserRow } from './user.presenter';

/**
 * Whether the caller holds all that a role gives: nobody acts on somebody, or makes somebody, who holds more.
 *
 * The role ADMIN is more than all permissions together, because it edits roles, which is no permission. So only an
 * ADMIN reaches up to it, and an administrator's API key, which holds less than its owner, does not.
 */
export function holdsAllOf(actor: Pick<Actor, 'role' | 'grants'>, role: { key: string; grants: Grants }): boolean {
  return (role.key !== ADMIN_ROLE || actor.role === ADMIN_ROLE) && coversGrants(actor.grants, role.grants);
}

/** Whether the person counts among the administrators of whom one must stay: one who can sign in. */
export function isActiveAdministrator(person: Pick<UserRow, 'role' | 'emailVerifiedAt' | 'disabledAt'>): boolean {
  return person.role === ADMIN_ROLE && statusOf(person) === 'active';
}
