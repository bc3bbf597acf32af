import { changesBetween, choiceOf, isChoice, type GrantChange, type Grants, type PermissionInfo } from './grants';

interface Content {
  name: string;
  grants: Grants;
}

/** What a save has changed. */
export interface Saved {
  renamed: boolean;
  changes: GrantChange[];
}

/** Names the change of the name among the permissions, which all have a colon. */
const NAME = 'name';

/**
 * What is written behind `?done=` after a save: `saved`, and how it was before, e.g. `saved,name,users:read-none`.
 * How it is now is not in the address, so that an address can tell nothing about a role that is not so.
 */
export function savedDone(before: Content, after: Content): string {
  const keys = new Set([...Object.keys(before.grants), ...Object.keys(after.grants)]);
  const changed = [...keys]
    .filter((key) => choiceOf(before.grants, key) !== choiceOf(after.grants, key))
    .map((key) => `${key}-${choiceOf(before.grants, key)}`);
  const parts = [...(before.name === after.name ? [] : [NAME]), ...changed];
  return parts.length > 0 ? ['saved', ...parts].join(',') : 'unchanged';
}

/** @returns null where `done` is about something else */
export function readSaved(done: string | null, grants: Grants, permissions: readonly PermissionInfo[]): Saved | null {
  const [what, ...parts] = done?.split(',') ?? [];
  if (what !== 'saved') return null;
  const before = new Map(Object.entries(grants));
  for (const part of parts) {
    const [key = '', was] = part.split('-');
    if (!isChoice(was)) continue;
    if (was === 'none') before.delete(key);
    else before.set(key, was);
  }
  return {
    renamed: parts.includes(NAME),
    changes: changesBetween(Object.fromEntries(before), grants, permissions),
  };
}
