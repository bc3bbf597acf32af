'use client';

import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';

import { FormStatus } from '@/components/form-status';
import { useServerForm } from '@/components/use-server-form';

import { inviteAgain } from './actions';

/** Mails the link again to somebody who has not confirmed the address. */
export function InviteAgain({ id }: { id: string }) {
  const t = useTranslations('users.invite');
  const { state, pending, formProps } = useServerForm(inviteAgain);
  return (
    <form {...formProps}>
      <FormStatus state={state} fields={{}} />
      <input type="hidden" name="id" value={id} />
      <Button type="submit" variant="default" loading={pending}>
        {t('again')}
      </Button>
    </form>
  );
}
