import type { Route } from 'next';

import type { IconName } from '@/components/icon';
import { isAllowed, type AccessRule, type Permissions } from '@/lib/permissions';

export interface NavigationItem {
  href: Route;
  /** Key below `shell.places`. */
  place:
    | 'resources'
    | 'profile'
    | 'email'
    | 'security'
    | 'password'
    | 'sessions'
    | 'apiKeys'
    | 'users'
    | 'roles'
    | 'access'
    | 'audit'
    | 'mail'
    | 'overview';
  icon: IconName;
  rule: AccessRule;
  /** The key after `g` that leads here. */
  shortcut: string;
  /** Marked on its own page alone: what has a longer address is another place. */
  isAlone?: true;
}

export interface NavigationGroup {
  /** Key below `shell.groups`. */
  group: 'work' | 'account' | 'administration';
  items: NavigationItem[];
}

/** Everything the sidebar can show. Whoever may not pass a door does not see the way to it. */
const everything: NavigationGroup[] = [
  {
    group: 'work',
    items: [
      { href: '/resources', place: 'resources', icon: 'folder', rule: { requires: 'resources:read' }, shortcut: 'r' },
    ],
  },
  {
    group: 'account',
    items: [
      { href: '/account/profile', place: 'profile', icon: 'user', rule: { signedIn: true }, shortcut: 'p' },
      { href: '/account/security', place: 'security', icon: 'shield', rule: { signedIn: true }, shortcut: 'y' },
      { href: '/account/email', place: 'email', icon: 'mail', rule: { signedIn: true }, shortcut: 'e' },
      { href: '/account/password', place: 'password', icon: 'lock', rule: { signedIn: true }, shortcut: 'w' },
      { href: '/account/sessions', place: 'sessions', icon: 'desktop', rule: { signedIn: true }, shortcut: 's' },
      { href: '/account/api-keys', place: 'apiKeys', icon: 'key', rule: { signedIn: true }, shortcut: 'k' },
    ],
  },
  {
    group: 'administration',
    items: [
      {
        href: '/admin',
        place: 'overview',
        icon: 'chart',
        rule: { requires: 'audit:read' },
        shortcut: 'd',
        isAlone: true,
      },
      { href: '/admin/users', place: 'users', icon: 'users', rule: { requires: 'users:read' }, shortcut: 'u' },
      { href: '/admin/roles', place: 'roles', icon: 'key', rule: { requires: 'roles:read' }, shortcut: 'o' },
      { href: '/admin/access', place: 'access', icon: 'shield', rule: { requires: 'roles:read' }, shortcut: 'c' },
      { href: '/admin/audit', place: 'audit', icon: 'history', rule: { requires: 'audit:read' }, shortcut: 'l' },
      { href: '/admin/mail', place: 'mail', icon: 'mail', rule: { requires: 'mails:read' }, shortcut: 'm' },
    ],
  },
];

export function navigationFor(user: { role: string; permissions: Permissions }): NavigationGroup[] {
  return everything
    .map(({ group, items }) => ({ group, items: items.filter(({ rule }) => isAllowed(user, rule)) }))
    .filter(({ items }) => items.length > 0);
}
