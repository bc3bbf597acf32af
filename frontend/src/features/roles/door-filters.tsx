'use client';

import { NativeSelect } from '@mantine/core';
import { useTranslations } from 'next-intl';

import { AutoForm } from '@/components/auto-form';
import { SearchField } from '@/components/search-field';

import classes from './door-filters.module.css';
import { useRuleName } from './rule-name';

interface DoorFiltersProps {
  search: string;
  rule: string;
  rules: readonly string[];
  /** What the table of permissions on the same page is filtered by. */
  keep: { permission: string };
}

export function DoorFilters({ search, rule, rules, keep }: DoorFiltersProps) {
  const t = useTranslations('access.filters');
  const ruleName = useRuleName();
  return (
    <div className={classes.filters}>
      <AutoForm path="/admin/access" keep={keep} role="search" label={t('label')} submitLabel={t('apply')}>
        <SearchField name="search" value={search} label={t('search')} className={classes.search} />
        <NativeSelect
          key={rule}
          name="rule"
          label={t('rule')}
          defaultValue={rule}
          data={[{ value: '', label: t('any') }, ...rules.map((each) => ({ value: each, label: ruleName(each) }))]}
        />
      </AutoForm>
    </div>
  );
}
