import Link from 'next/link';
import { useTranslations } from 'next-intl';

import { roleHref } from '@/lib/hrefs';

import classes from './access-table.module.css';
import { doorsOfRuleHref } from './door-list-state';
import { byNoun, choiceOf, type NounGroup, type PermissionInfo, type Role } from './grants';
import { ReachText } from './reach-text';

interface AccessTableProps {
  permissions: readonly PermissionInfo[];
  roles: readonly Role[];
}

/** Roles by permissions. The names of both stay in sight while it scrolls. */
export function AccessTable({ permissions, roles }: AccessTableProps) {
  const t = useTranslations('access.table');
  return (
    // Reachable by keyboard, because it scrolls.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.scroll} role="region" aria-label={t('caption')} tabIndex={0}>
      <table className={classes.table} aria-label={t('caption')}>
        <thead>
          <tr>
            <th scope="col" className={classes.corner}>
              {t('permission')}
            </th>
            {roles.map(({ key, name }) => (
              <th key={key} scope="col" className={classes.role}>
                <Link href={roleHref(key)} prefetch={false}>
                  {name}
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        {byNoun(permissions).map((group) => (
          <Group key={group.noun} group={group} roles={roles} />
        ))}
      </table>
    </div>
  );
}

function Group({ group, roles }: { group: NounGroup<PermissionInfo>; roles: readonly Role[] }) {
  const t = useTranslations('roles.nouns');
  const { noun, permissions } = group;
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={roles.length + 1} className={classes.noun}>
          <span>{t.has(noun as 'users') ? t(noun as 'users') : noun}</span>
        </th>
      </tr>
      {permissions.map((permission) => (
        <Row key={permission.key} permission={permission} roles={roles} />
      ))}
    </tbody>
  );
}

function Row({ permission: { key, meaning }, roles }: { permission: PermissionInfo; roles: readonly Role[] }) {
  const t = useTranslations('access.table');
  return (
    <tr>
      <th scope="row" className={classes.permission}>
        <span className={classes.meaning}>{meaning}</span>
        <Link href={doorsOfRuleHref(key)} prefetch={false} className={classes.key} title={t('doors')}>
          {key}
        </Link>
      </th>
      {roles.map((role) => (
        <td key={role.key}>
          <ReachText choice={choiceOf(role.grants, key)} />
        </td>
      ))}
    </tr>
  );
}
