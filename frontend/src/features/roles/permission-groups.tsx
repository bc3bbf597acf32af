import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { byNoun, type PermissionInfo } from './grants';
import classes from './permission-groups.module.css';

interface PermissionGroupsProps {
  permissions: readonly PermissionInfo[];
  /** What stands at the end of a permission's line: what is granted, or the choice. */
  render: (permission: PermissionInfo) => ReactNode;
}

/** Every permission with what it means, by what it is about. */
export function PermissionGroups({ permissions, render }: PermissionGroupsProps) {
  const t = useTranslations('roles.nouns');
  return byNoun(permissions).map((group) => (
    <section key={group.noun} className={classes.group} aria-labelledby={`noun-${group.noun}`}>
      <h3 className={classes.noun} id={`noun-${group.noun}`}>
        {t.has(group.noun as 'users') ? t(group.noun as 'users') : group.noun}
      </h3>
      <ul className={classes.list}>
        {group.permissions.map((permission) => (
          <li key={permission.key} className={classes.permission}>
            <span className={classes.text}>
              <span id={meaningId(permission.key)}>{permission.meaning}</span>
              <code className={classes.key}>{permission.key}</code>
            </span>
            {render(permission)}
          </li>
        ))}
      </ul>
    </section>
  ));
}

/** The element that says what a permission is for. */
export function meaningId(permission: string): string {
  return `meaning-${permission}`;
}
