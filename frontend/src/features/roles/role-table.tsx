import Link from 'next/link';
import { useTranslations } from 'next-intl';

import { StatusBadge } from '@/components/badge';
import { DataTable, type Column } from '@/components/data-table';
import { roleHref } from '@/lib/hrefs';
import { PERMISSIONS } from '@/lib/permissions';

import type { Role } from './grants';
import classes from './role-table.module.css';

export function RoleTable({ roles }: { roles: readonly Role[] }) {
  const t = useTranslations('roles');
  const columns: Array<Column<Role>> = [
    {
      key: 'name',
      header: t('columns.name'),
      rowHeader: true,
      render: ({ key, name }) => (
        <Link href={roleHref(key)} prefetch={false} className={classes.name}>
          {name}
        </Link>
      ),
    },
    { key: 'key', header: t('columns.key'), render: ({ key }) => <code>{key}</code> },
    {
      key: 'origin',
      header: t('columns.origin'),
      render: ({ builtIn }) => (builtIn ? <BuiltInBadge /> : t('own')),
    },
    {
      key: 'use',
      header: t('columns.use'),
      render: ({ inUse }) => (
        <StatusBadge tone={inUse ? 'good' : 'neutral'}>{t(inUse ? 'inUse' : 'unused')}</StatusBadge>
      ),
    },
    {
      key: 'permissions',
      header: t('columns.permissions'),
      render: ({ grants }) => t('granted', { count: Object.keys(grants).length, all: PERMISSIONS.length }),
    },
  ];
  return <DataTable caption={t('title')} columns={columns} rows={roles} rowKey={({ key }) => key} />;
}

export function BuiltInBadge() {
  const t = useTranslations('roles');
  return <StatusBadge tone="accent">{t('builtIn')}</StatusBadge>;
}
