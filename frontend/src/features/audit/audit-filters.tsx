'use client';

import { NativeSelect } from '@mantine/core';
import { useTranslations } from 'next-intl';

import { AutoForm } from '@/components/auto-form';

import type { Action, Outcome } from './actions';
import classes from './audit-filters.module.css';
import { FilterField } from './filter-field';

interface AuditFiltersProps {
  actor: string;
  subject: string;
  action: string;
  outcome: string;
  from: string;
  to: string;
  actions: readonly Action[];
  outcomes: readonly Outcome[];
}

/** Everything that decides which events are listed. */
export function AuditFilters({ actor, subject, action, outcome, from, to, actions, outcomes }: AuditFiltersProps) {
  const t = useTranslations('audit');
  return (
    <AutoForm path="/admin/audit" keep={{}} role="search" label={t('filters.label')} submitLabel={t('filters.apply')}>
      {/* A new select when the address changes: React leaves the choice of an old one as it is. */}
      <NativeSelect
        key={`action-${action}`}
        name="action"
        label={t('filters.action')}
        defaultValue={action}
        className={classes.choice}
        data={[
          { value: '', label: t('filters.any') },
          ...actions.map((value) => ({ value, label: t(`actions.${value}`) })),
        ]}
      />
      <NativeSelect
        key={`outcome-${outcome}`}
        name="outcome"
        label={t('filters.outcome')}
        defaultValue={outcome}
        className={classes.choice}
        data={[
          { value: '', label: t('filters.any') },
          ...outcomes.map((value) => ({ value, label: t(`outcomes.${value}`) })),
        ]}
      />
      <FilterField name="from" type="date" value={from} label={t('filters.from')} className={classes.choice} />
      <FilterField name="to" type="date" value={to} label={t('filters.to')} className={classes.choice} />
      <FilterField
        name="actor"
        value={actor}
        label={t('filters.actor')}
        maxLength={254}
        className={classes.id}
        data-shortcut="search"
      />
      <FilterField name="subject" value={subject} label={t('filters.subject')} maxLength={200} className={classes.id} />
    </AutoForm>
  );
}
