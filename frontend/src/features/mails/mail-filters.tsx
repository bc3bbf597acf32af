'use client';

import { NativeSelect } from '@mantine/core';
import { useTranslations } from 'next-intl';

import { AutoForm } from '@/components/auto-form';

interface MailFiltersProps {
  status: string;
  statuses: ReadonlyArray<'pending' | 'sent' | 'dead'>;
}

export function MailFilters({ status, statuses }: MailFiltersProps) {
  const t = useTranslations('mails');
  return (
    <AutoForm path="/admin/mail" keep={{}} role="search" label={t('filter')} submitLabel={t('apply')}>
      {/* A new select when the address changes: React leaves the choice of an old one as it is. */}
      <NativeSelect
        key={status}
        name="status"
        label={t('columns.status')}
        defaultValue={status}
        data={[{ value: '', label: t('any') }, ...statuses.map((value) => ({ value, label: t(`statuses.${value}`) }))]}
      />
    </AutoForm>
  );
}
