import { ADMIN_ROLE, choiceOf, type PermissionInfo, type Role } from './grants';
import { PermissionGroups } from './permission-groups';
import { ReachText } from './reach-text';

/** What a role grants, for those who may not change it. */
export function RoleView({ role, permissions }: { role: Role; permissions: readonly PermissionInfo[] }) {
  return (
    <PermissionGroups
      permissions={permissions}
      render={({ key }) => <ReachText choice={choiceOf(role.grants, key)} />}
    />
  );
}

/** Why a role cannot be changed here and by this person, as a key below `roles.locked`; null where it can. */
export function lockOf({ key }: Pick<Role, 'key'>, isAdministrator: boolean): 'admin' | 'readOnly' | null {
  if (key === ADMIN_ROLE) return 'admin';
  return isAdministrator ? null : 'readOnly';
}
