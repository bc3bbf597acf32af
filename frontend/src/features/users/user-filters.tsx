'use client';

import { NativeSelect } from '@mantine/core';
import { useTranslations } from 'next-intl';

import { AutoForm } from '@/components/auto-form';
import { SearchField } from '@/components/search-field';

import classes from './user-filters.module.css';

interface UserFiltersProps {
  search: string;
  role: string;
  status: string;
  sort: string;
  limit: string;
  roles: ReadonlyArray<{ key: string; name: string }>;
  statuses: readonly string[];
  sorts: readonly string[];
  sizes: readonly number[];
}

/** Everything that decides which people are listed, and how. The page's size stands here too, so that there is one form. */
export function UserFilters({ search, role, status, sort, limit, roles, statuses, sorts, sizes }: UserFiltersProps) {
  const t = useTranslations('users.filters');
  const select = (
    name: string,
    label: string,
    value: string,
    data: Array<{ value: string; label: string }>,
    className?: string,
  ) => (
    // A new select when the address changes: React leaves the choice of an old one as it is.
    <NativeSelect
      key={`${name}-${value}`}
      name={name}
      label={label}
      defaultValue={value}
      data={data}
      className={className}
    />
  );
  return (
    <AutoForm path="/admin/users" keep={{}} role="search" label={t('label')} submitLabel={t('apply')}>
      <SearchField name="search" value={search} label={t('search')} className={classes.search} />
      {select('status', t('status'), status, [
        { value: '', label: t('any') },
        ...statuses.map((value) => ({ value, label: t(`statuses.${value as 'active'}`) })),
      ])}
      {roles.length > 0 &&
        select('role', t('role'), role, [
          { value: '', label: t('any') },
          ...roles.map(({ key, name }) => ({ value: key, label: name })),
        ])}
      {select(
        'sort',
        t('sort'),
        sort,
        sorts.map((value) => ({ value, label: t(`sorts.${value as 'name'}`) })),
        classes.narrow,
      )}
      {select(
        'limit',
        t('limit'),
        limit,
        sizes.map((size) => ({ value: String(size), label: String(size) })),
        classes.size,
      )}
    </AutoForm>
  );
}
