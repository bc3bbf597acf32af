'use client';

import type { Route } from 'next';
import { useTranslations } from 'next-intl';

import { ConfirmAct } from '@/components/confirm-act';
import type { FormAction } from '@/components/form-state';
import { useRowStatus } from '@/components/row-status';

export interface RevokeKeyProps {
  id: string;
  name: string;
  action: FormAction;
  /** Whose it is, where it is not the caller's. */
  userId?: string;
  here: Route;
  /** The value of `?confirm=`. */
  asked: string | null;
}

/** Takes a key away from whoever uses it. */
export function RevokeKey({ id, name, action, userId, here, asked }: RevokeKeyProps) {
  const t = useTranslations('apiKeys.revoke');
  const row = useRowStatus();
  const confirmId = `revoke-${id}`;
  return (
    <ConfirmAct
      label={t('button')}
      accessibleName={t('confirm', { name })}
      button={{ size: 'compact-sm', variant: 'subtle', color: 'gray' }}
      title={t('question', { name })}
      confirmLabel={t('confirm', { name })}
      destructive
      action={action}
      fields={{ id, ...(userId !== undefined && { userId }) }}
      here={here}
      confirmId={confirmId}
      asked={asked === confirmId}
      optimistic={{
        onSend: () => row.begin(t('revoking')),
        onProblem: (problem, askAgain) => row.fail(problem, askAgain),
      }}
    >
      <p>{t('consequence')}</p>
    </ConfirmAct>
  );
}
