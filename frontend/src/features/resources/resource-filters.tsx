'use client';

import { NativeSelect } from '@mantine/core';
import { useTranslations } from 'next-intl';

import { AutoForm } from '@/components/auto-form';
import { SearchField } from '@/components/search-field';

import classes from './resource-filters.module.css';

interface ResourceFiltersProps {
  search: string;
  owner: string;
  sort: string;
  sorts: readonly string[];
}

export function ResourceFilters({ search, owner, sort, sorts }: ResourceFiltersProps) {
  const t = useTranslations('resources.filters');
  return (
    <AutoForm path="/resources" keep={{}} role="search" label={t('label')} submitLabel={t('apply')}>
      <SearchField name="search" value={search} label={t('search')} className={classes.search} />
      <NativeSelect
        key={`owner-${owner}`}
        name="owner"
        label={t('owner')}
        defaultValue={owner}
        data={[
          { value: '', label: t('ownerAny') },
          { value: 'me', label: t('ownerMe') },
        ]}
      />
      <NativeSelect
        key={`sort-${sort}`}
        name="sort"
        label={t('sort')}
        defaultValue={sort}
        // Where there is room the column headers sort; the field stays in the form, so that a search keeps the order.
        className={classes.narrow}
        data={sorts.map((value) => ({ value, label: t(`sorts.${value as '-updatedAt'}`) }))}
      />
    </AutoForm>
  );
}
