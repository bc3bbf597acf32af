'use client';

import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';

import { FormStatus } from '@/components/form-status';
import { useServerForm } from '@/components/use-server-form';

import classes from './account-form.module.css';
import { keepAccount } from './actions';

/** Takes the deletion of one's own account back. */
export function KeepForm() {
  const t = useTranslations('account.deletion');
  const { state, pending, formProps } = useServerForm(keepAccount);
  return (
    <form {...formProps} className={classes.keep}>
      <FormStatus state={state} fields={{}} />
      <Button type="submit" loading={pending}>
        {t('keepIt')}
      </Button>
    </form>
  );
}
