import type { Schemas } from '@/lib/api';

import { ADMIN_ROLE, choiceOf, type Role } from './grants';

export type Door = Schemas['Door'];

/** The rules that guard some door, the most open ones first. */
export function rulesOf(doors: readonly Door[], permissions: ReadonlyArray<{ key: string }>): string[] {
  const order = ['public', 'signed-in', ...permissions.map(({ key }) => key)];
  const place = (rule: string) => (order.includes(rule) ? order.indexOf(rule) : order.length);
  return [...new Set(doors.map(({ rule }) => rule))].toSorted((a, b) => place(a) - place(b));
}

/** The doors with this rule, or with any, and with these letters in their address, by rule. */
export function listDoors(
  doors: readonly Door[],
  rules: readonly string[],
  { rule, search }: { rule: string; search: string },
): Door[] {
  const wanted = search.trim().toLowerCase();
  return doors
    .filter((door) => rule === '' || door.rule === rule)
    .filter(({ method, path }) => `${method} ${path}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => rules.indexOf(a.rule) - rules.indexOf(b.rule));
}

/** Who passes: everybody, everybody who is signed in, or these roles. A rule that is not known here lets nobody pass. */
export function rolesThatPass(rule: string, roles: readonly Role[]): 'everybody' | 'signedIn' | Role[] {
  if (rule === 'public') return 'everybody';
  if (rule === 'signed-in') return 'signedIn';
  if (rule.startsWith('role:')) return roles.filter(({ key }) => rule === `role:${key}`);
  return roles.filter(({ key, grants }) => key === ADMIN_ROLE || choiceOf(grants, rule) !== 'none');
}
