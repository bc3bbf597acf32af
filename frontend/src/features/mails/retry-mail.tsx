'use client';

import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';

import { FormStatus } from '@/components/form-status';
import { useServerForm } from '@/components/use-server-form';

import { retryMail } from './actions';

export function RetryMail({ id, recipient }: { id: string; recipient: string }) {
  const t = useTranslations('mails');
  const { state, pending, formProps } = useServerForm(retryMail);
  return (
    <form {...formProps}>
      <FormStatus state={state} fields={{}} />
      <input type="hidden" name="id" value={id} />
      <Button
        type="submit"
        size="compact-sm"
        variant="default"
        loading={pending}
        aria-label={t('retryName', { recipient })}
      >
        {t('retry')}
      </Button>
    </form>
  );
}
