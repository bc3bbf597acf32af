/** How far a permission goes: rows whose owner is the caller, or any row. */
export type Reach = 'own' | 'any';

interface PermissionDefinition {
  meaning: string;
  /** Reaches that may be granted, the widest last. */
  reaches: readonly Reach[];
  /** What the role USER is granted from the start; ADMIN always holds the widest reach of everything. */
  user?: Reach;
  /** All its doors are for sessions only, so that it is of no use as a scope of an API key. */
  sessionOnly?: true;
}

const OWN_OR_ANY = ['own', 'any'] as const;
const ANY = ['any'] as const;

/** Every permission there is. A misspelt one does not compile. */
export const PERMISSIONS = {
  'resources:read':   { meaning: 'See resources',                               reaches: OWN_OR_ANY, user: 'own' },
  'resources:create': { meaning: 'Make resources',                              reaches: ['own'],    user: 'own' },
  'resources:update': { meaning: 'Change resources',                            reaches: OWN_OR_ANY, user: 'own' },
  'resources:delete': { meaning: 'Delete resources',                            reaches: OWN_OR_ANY, user: 'own' },
  'users:read':       { meaning: 'See the accounts of other people',            reaches: ANY },
  'users:create':     { meaning: 'Invite people',                               reaches: ANY },
  'users:update':     { meaning: 'Rename, disable and enable other people',     reaches: ANY },
  'users:set-role':   { meaning: 'Give other people another role',              reaches: ANY, sessionOnly: true },
  'users:delete':     { meaning: 'Delete the accounts of other people',         reaches: ANY, sessionOnly: true },
  'sessions:read':    { meaning: 'See where other people are signed in',        reaches: ANY, sessionOnly: true },
  'sessions:revoke':  { meaning: 'Sign other people out',                       reaches: ANY, sessionOnly: true },
  'api-keys:read':    { meaning: 'See the API keys of other people',            reaches: ANY, sessionOnly: true },
  'api-keys:revoke':  { meaning: 'Revoke the API keys of other people',         reaches: ANY, sessionOnly: true },
  'roles:read':       { meaning: 'See the roles and who may do what',           reaches: ANY, sessionOnly: true },
  'audit:read':       { meaning: 'See the record of what happened',             reaches: ANY },
  'mails:read':       { meaning: 'See which mails were sent and which were not', reaches: ANY },
  'mails:retry':      { meaning: 'Send a mail again that could not be sent',    reaches: ANY },
} as const satisfies Record<string, PermissionDefinition>; // prettier-ignore

export type Permission = keyof typeof PERMISSIONS;

/** What a role grants: a permission that is not there is not granted. */
export type Grants = Readonly<Partial<Record<Permission, Reach>>>;

export const ALL_PERMISSIONS = Object.keys(PERMISSIONS) as Permission[];

/** What an API key can be made for. */
export const SCOPES = ALL_PERMISSIONS.filter((permission) => {
  const definition: PermissionDefinition = PERMISSIONS[permission];
  return !definition.sessionOnly;
});

export const ADMIN_ROLE = 'ADMIN';
export const USER_ROLE = 'USER';

/** The widest reach of everything. Computed, so that a new permission is the administrator's at once. */
export const ADMIN_GRANTS: Grants = Object.fromEntries(
  ALL_PERMISSIONS.map((permission) => [permission, PERMISSIONS[permission].reaches.at(-1)]),
);

export const USER_GRANTS: Grants = Object.fromEntries(
  ALL_PERMISSIONS.flatMap((permission) => {
    const definition: PermissionDefinition = PERMISSIONS[permission];
    return definition.user ? [[permission, definition.user]] : [];
  }),
);

/**
 * The grants of a role as they count.
 * @param stored JSON of the role's row; entries that the code no longer knows are left out
 */
export function grantsOf(roleKey: string, stored: string): Grants {
  if (roleKey === ADMIN_ROLE) return ADMIN_GRANTS;
  const parsed = JSON.parse(stored) as Record<string, unknown>;
  const known = ALL_PERMISSIONS.filter((permission) =>
    (PERMISSIONS[permission].reaches as readonly unknown[]).includes(parsed[permission]),
  );
  return Object.fromEntries(known.map((permission) => [permission, parsed[permission]]));
}

/** What is left of grants for an API key. @param scopes entries that the code no longer knows count for nothing */
export function grantsWithin(grants: Grants, scopes: readonly string[]): Grants {
  return Object.fromEntries(Object.entries(grants).filter(([permission]) => scopes.includes(permission)));
}

/** Whether `holder` holds at least all that `other` grants. Nobody acts on, or grants, more than they hold. */
export function coversGrants(holder: Grants, other: Grants): boolean {
  return ALL_PERMISSIONS.every((permission) => {
    const needed = other[permission];
    return needed === undefined || holder[permission] === 'any' || holder[permission] === needed;
  });
}
