import { Problem } from '../http/problem';
import { Actor, can } from './actor';
import type { Permission } from './permissions';

/**
 * The part of a query that keeps it inside the caller's reach, so that ownership is decided in the
 * query and a row out of reach and a missing row give one answer.
 *
 * ```ts
 * findOneBy({ id, ...within(actor, 'resources:update') })
 * ```
 * @throws Problem `permission_denied` when the permission is not granted at all
 */
export function within<Owner extends string = 'ownerId'>(
  actor: Actor,
  permission: Permission,
  ownerProperty: Owner = 'ownerId' as Owner,
): Partial<Record<Owner, string>> {
  const reach = can(actor, permission);
  if (reach === undefined) throw new Problem('permission_denied');
  return (reach === 'any' ? {} : { [ownerProperty]: actor.userId }) as Partial<Record<Owner, string>>;
}
