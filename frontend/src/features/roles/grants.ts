import type { Schemas } from '@/lib/api';
import type { Reach } from '@/lib/permissions';

export type Role = Schemas['Role'];
export type PermissionInfo = Schemas['Permission'];

/** Permission to reach; a permission that is not there is not granted. */
export type Grants = Role['grants'];
/** What a role can say about a permission. */
export type Choice = 'none' | Reach;

/** The role that holds everything and stays as it is. */
export const ADMIN_ROLE = 'ADMIN';

export interface GrantChange {
  permission: PermissionInfo;
  from: Choice;
  to: Choice;
}

export function isChoice(text: unknown): text is Choice {
  return text === 'none' || text === 'own' || text === 'any';
}

export function choiceOf(grants: Grants, permission: string): Choice {
  return Object.hasOwn(grants, permission) ? (grants[permission] ?? 'none') : 'none';
}

/** What can be chosen for a permission, the least first. */
export function choicesFor({ reaches }: Pick<PermissionInfo, 'reaches'>): Choice[] {
  return ['none', ...reaches];
}

/** The grants that choices come to. Anything that is no reach grants nothing. */
export function grantsFrom(choices: Readonly<Record<string, string | undefined>>): Grants {
  return Object.fromEntries(
    Object.entries(choices).filter((entry): entry is [string, Reach] => entry[1] === 'own' || entry[1] === 'any'),
  );
}

export interface NounGroup<Each> {
  /** What the permissions are about, e.g. `users`. */
  noun: string;
  permissions: Each[];
}

/** The permissions by what they are about, in the order in which the API tells them. */
export function byNoun<Each extends { key: string }>(permissions: readonly Each[]): Array<NounGroup<Each>> {
  const nounOf = ({ key }: Each) => key.split(':')[0] ?? key;
  const nouns = [...new Set(permissions.map(nounOf))];
  return nouns.map((noun) => ({ noun, permissions: permissions.filter((each) => nounOf(each) === noun) }));
}

/** Those that hold the letters in their key or in what they are for. */
export function findPermissions(permissions: readonly PermissionInfo[], search: string): PermissionInfo[] {
  const wanted = search.trim().toLowerCase();
  return permissions.filter(({ key, meaning }) => `${key} ${meaning}`.toLowerCase().includes(wanted));
}

export function changesBetween(before: Grants, after: Grants, permissions: readonly PermissionInfo[]): GrantChange[] {
  return permissions
    .map((permission) => {
      return { permission, from: choiceOf(before, permission.key), to: choiceOf(after, permission.key) };
    })
    .filter(({ from, to }) => from !== to);
}
