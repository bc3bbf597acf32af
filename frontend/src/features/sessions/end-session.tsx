'use client';

import { useTranslations } from 'next-intl';

import { ConfirmAct } from '@/components/confirm-act';
import { useRowStatus } from '@/components/row-status';

import { endMyOtherSessions, endMySession } from './actions';

/** Signs out one other device. */
export function EndSession({ id, device, asked }: { id: string; device: string; asked: boolean }) {
  const t = useTranslations('sessions.endOne');
  const row = useRowStatus();
  return (
    <ConfirmAct
      label={t('button')}
      accessibleName={t('confirm', { device })}
      button={{ size: 'compact-sm', variant: 'subtle', color: 'gray' }}
      title={t('question', { device })}
      confirmLabel={t('confirm', { device })}
      destructive
      action={endMySession}
      fields={{ id }}
      here="/account/sessions"
      confirmId={`end-${id}`}
      asked={asked}
      optimistic={{
        onSend: () => row.begin(t('ending')),
        onProblem: (problem, askAgain) => row.fail(problem, askAgain),
      }}
    >
      <p>{t('consequence')}</p>
    </ConfirmAct>
  );
}

/** Signs out everywhere but here. */
export function EndOtherSessions({ count, asked }: { count: number; asked: boolean }) {
  const t = useTranslations('sessions.endOthers');
  return (
    <ConfirmAct
      label={t('button')}
      title={t('question')}
      confirmLabel={t('confirm', { count })}
      destructive
      action={endMyOtherSessions}
      fields={{}}
      here="/account/sessions"
      confirmId="end-others"
      asked={asked}
    >
      <p>{t('consequence', { count })}</p>
    </ConfirmAct>
  );
}
