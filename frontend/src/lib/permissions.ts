/** How far a permission goes: rows that are one's own, or any. */
export type Reach = 'own' | 'any';

/** The permissions that the API knows. A spec compares this list with the API's own, so that neither grows alone. */
export const PERMISSIONS = [
  'resources:read',
  'resources:create',
  'resources:update',
  'resources:delete',
  'users:read',
  'users:create',
  'users:update',
  'users:set-role',
  'users:delete',
  'sessions:read',
  'sessions:revoke',
  'api-keys:read',
  'api-keys:revoke',
  'roles:read',
  'audit:read',
  'mails:read',
  'mails:retry',
] as const;

export type Permission = (typeof PERMISSIONS)[number];
export type Permissions = Partial<Record<Permission, Reach>>;

/** What a page, route handler or server action asks of whoever comes. */
export type AccessRule = { requires: Permission } | { role: string } | { signedIn: true };

interface Holder {
  role: string;
  permissions: Permissions;
}

/**
 * Whether somebody may pass. This saves people a vain click and is a second wall; the API decides.
 * An unknown rule is a no.
 */
export function isAllowed(holder: Holder, rule: AccessRule): boolean {
  if ('requires' in rule) return Object.hasOwn(holder.permissions, rule.requires);
  if ('role' in rule) return holder.role === rule.role;
  return 'signedIn' in rule && rule.signedIn === true;
}
