import { ALL_PERMISSIONS, type Grants, type Permission, PERMISSIONS } from '../access/permissions';
import { type FieldError, Problem } from '../http/problem';

/**
 * Reads what a role is to grant, in the order of the table of permissions.
 * @throws Problem `validation_failed` for each permission that there is not, and each reach that it cannot have
 */
export function parseGrants(input: Readonly<Record<string, unknown>>): Grants {
  const errors = Object.entries(input).flatMap(([permission, reach]) => faultOf(permission, reach) ?? []);
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
  const granted = ALL_PERMISSIONS.filter((permission) => Object.hasOwn(input, permission));
  return Object.fromEntries(granted.map((permission) => [permission, input[permission]]));
}

function faultOf(permission: string, reach: unknown): FieldError | undefined {
  const field = `grants.${permission}`;
  if (!isPermission(permission)) {
    // Not echoed beyond what the field's path needs: no longer than the longest permission.
    return { field: field.slice(0, 64), code: 'unknown_permission', message: 'There is no such permission.' };
  }
  const reaches: readonly unknown[] = PERMISSIONS[permission].reaches;
  if (reaches.includes(reach)) return undefined;
  return { field, code: 'unknown_reach', message: `Must be ${reaches.join(' or ')}.` };
}

function isPermission(text: string): text is Permission {
  return Object.hasOwn(PERMISSIONS, text);
}
