import Link from 'next/link';
import { useTranslations } from 'next-intl';

import { DataTable, type Column } from '@/components/data-table';
import { Icon } from '@/components/icon';
import { roleHref } from '@/lib/hrefs';

import { ADMIN_ROLE, choiceOf, type Choice, type PermissionInfo, type Role } from './grants';
import classes from './permissions-of.module.css';

interface PermissionsOfProps {
  name: string;
  role: Role;
  permissions: readonly PermissionInfo[];
}

/** What somebody may do, how far, and why. */
export function PermissionsOf({ name, role, permissions }: PermissionsOfProps) {
  const t = useTranslations('access.of');
  const columns: Array<Column<PermissionInfo>> = [
    {
      key: 'permission',
      header: t('permission'),
      rowHeader: true,
      render: ({ key, meaning }) => (
        <>
          {meaning} <code className={classes.key}>{key}</code>
        </>
      ),
    },
    {
      key: 'may',
      header: t('may'),
      render: ({ key }) => <YesOrNo isGranted={choiceOf(role.grants, key) !== 'none'} />,
    },
    { key: 'reach', header: t('reach'), render: ({ key }) => <Reach choice={choiceOf(role.grants, key)} /> },
    {
      key: 'why',
      header: t('why'),
      render: ({ key }) => <Why role={role} isGranted={choiceOf(role.grants, key) !== 'none'} />,
    },
  ];
  return <DataTable caption={t('caption', { name })} columns={columns} rows={permissions} rowKey={({ key }) => key} />;
}

function YesOrNo({ isGranted }: { isGranted: boolean }) {
  const t = useTranslations('access.of');
  return (
    <span className={classes.answer} data-granted={isGranted}>
      <Icon name={isGranted ? 'check' : 'close'} size={16} />
      {t(isGranted ? 'yes' : 'no')}
    </span>
  );
}

/** How far, in words; nothing where the answer is no. */
function Reach({ choice }: { choice: Choice }) {
  const t = useTranslations('access.of');
  return choice === 'none' ? '–' : t(`reaches.${choice}`);
}

function Why({ role, isGranted }: { role: Role; isGranted: boolean }) {
  const t = useTranslations('access.of');
  const words = role.key === ADMIN_ROLE ? 'byAdmin' : isGranted ? 'byRole' : 'notByRole';
  return t.rich(words, {
    name: role.name,
    link: (chunks) => (
      <Link href={roleHref(role.key)} prefetch={false} className={classes.link}>
        {chunks}
      </Link>
    ),
  });
}
