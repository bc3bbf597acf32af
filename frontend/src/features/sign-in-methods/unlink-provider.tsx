'use client';

import { useTranslations } from 'next-intl';

import { ConfirmAct } from '@/components/confirm-act';
import { useRowStatus } from '@/components/row-status';

import { unlinkProvider } from './actions';

export function UnlinkProvider({ id, provider, asked }: { id: string; provider: string; asked: boolean }) {
  const t = useTranslations('account.signInMethods.unlink');
  const row = useRowStatus();
  return (
    <ConfirmAct
      label={t('button')}
      accessibleName={t('confirm', { provider })}
      button={{ size: 'compact-sm', variant: 'subtle', color: 'gray' }}
      title={t('question', { provider })}
      confirmLabel={t('confirm', { provider })}
      destructive
      action={unlinkProvider}
      fields={{ id }}
      here="/account/sign-in-methods"
      confirmId={`unlink-${id}`}
      asked={asked}
      optimistic={{
        onSend: () => row.begin(t('unlinking')),
        onProblem: (problem, askAgain) => row.fail(problem, askAgain),
      }}
    >
      <p>{t('consequence')}</p>
    </ConfirmAct>
  );
}
