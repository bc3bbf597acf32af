import Link from 'next/link';
import { useTranslations } from 'next-intl';

import { Avatar } from '@/components/avatar';
import { DataTable, type Column } from '@/components/data-table';
import { Moment } from '@/components/moment';
import { SortLink } from '@/components/sort-link';
import { directionOf, nextSort } from '@/components/sort-order';
import { userHref } from '@/lib/hrefs';
import { roleName } from '@/lib/role-name';

import { userListHref, type UserListState } from './list-state';
import type { RoleName, User } from './queries';
import { UserStatus } from './user-status';
import classes from './user-table.module.css';

interface UserTableProps {
  users: readonly User[];
  roles: readonly RoleName[];
  state: UserListState;
  /** The caller's own id. */
  me: string;
}

export function UserTable({ users, roles, state, me }: UserTableProps) {
  const t = useTranslations('users');
  const tRoles = useTranslations('roles');
  const sortBy = (field: 'name' | 'email' | 'lastLoginAt' | 'createdAt', first: 'ascending' | 'descending') => {
    const direction = directionOf(state.sort, field);
    const href = userListHref(state, { sort: nextSort(state.sort, field, first) as UserListState['sort'] });
    return { direction, link: <SortLink label={t(`columns.${field}`)} direction={direction} href={href} /> };
  };
  const columns: Array<Column<User>> = [
    {
      key: 'name',
      header: t('columns.name'),
      rowHeader: true,
      sort: sortBy('name', 'ascending'),
      render: ({ id, name }) => (
        <span className={classes.person}>
          <Avatar name={name} />
          <Link href={userHref(id)} prefetch={false} className={classes.name}>
            {name}
          </Link>
          {id === me && <span className={classes.you}>{t('you')}</span>}
        </span>
      ),
    },
    {
      key: 'email',
      inCard: 'bare',
      header: t('columns.email'),
      sort: sortBy('email', 'ascending'),
      render: ({ email }) => <Address email={email} />,
    },
    { key: 'role', header: t('columns.role'), render: ({ role }) => roleName(role, tRoles, roles) },
    { key: 'status', header: t('columns.status'), render: ({ status }) => <UserStatus status={status} /> },
    {
      key: 'lastLoginAt',
      header: t('columns.lastLoginAt'),
      sort: sortBy('lastLoginAt', 'descending'),
      render: ({ lastLoginAt }) => (lastLoginAt ? <Moment iso={lastLoginAt} /> : t('never')),
    },
    {
      key: 'createdAt',
      inCard: 'none',
      header: t('columns.createdAt'),
      sort: sortBy('createdAt', 'descending'),
      render: ({ createdAt }) => <Moment iso={createdAt} form="date" />,
    },
  ];
  return <DataTable caption={t('caption')} columns={columns} rows={users} rowKey={({ id }) => id} />;
}

/** If an address must break, then before its @. */
function Address({ email }: { email: string }) {
  const at = email.lastIndexOf('@');
  return (
    <span className={classes.email}>
      {email.slice(0, at)}
      <wbr />
      {email.slice(at)}
    </span>
  );
}
