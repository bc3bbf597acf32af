'use client';

import { useTranslations } from 'next-intl';

import { AutoForm } from '@/components/auto-form';
import { SearchField } from '@/components/search-field';

import classes from './door-filters.module.css';

interface MatrixFilterProps {
  permission: string;
  /** What the list of doors on the same page is filtered by. */
  keep: { rule: string; search: string };
}

/** Narrows the table of roles and permissions down to some of the permissions. */
export function MatrixFilter({ permission, keep }: MatrixFilterProps) {
  const t = useTranslations('access.table');
  return (
    <div className={classes.filters}>
      <AutoForm path="/admin/access" keep={keep} role="search" label={t('searchLabel')} submitLabel={t('apply')}>
        <SearchField name="permission" value={permission} label={t('search')} className={classes.search} />
      </AutoForm>
    </div>
  );
}
