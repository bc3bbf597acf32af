import type { Permission, Permissions } from '@/lib/permissions';

/** Whether the person may do this to a thing of this owner. It decides what is shown; the API decides what happens. */
export function may(user: { id: string; permissions: Permissions }, permission: Permission, ownerId: string): boolean {
  const reach = user.permissions[permission];
  return reach === 'any' || (reach === 'own' && ownerId === user.id);
}
