import type { Actor } from './actor';
import { ADMIN_ROLE, coversGrants, type Grants } from './permissions';

/**
 * Whether the caller holds all that a role gives: nobody acts on somebody, makes somebody, or makes a role, that holds more.
 *
 * The role ADMIN is more than all permissions together, because it edits roles, which is no permission. So only an
 * ADMIN reaches up to it, and an administrator's API key, which holds less than its owner, does not.
 */
export function holdsAllOf(
  actor: Pick<Actor, 'kind' | 'role' | 'grants'>,
  role: { key: string; grants: Grants },
): boolean {
  const reachesUp = actor.role === ADMIN_ROLE && actor.kind === 'session';
  return (role.key !== ADMIN_ROLE || reachesUp) && coversGrants(actor.grants, role.grants);
}
