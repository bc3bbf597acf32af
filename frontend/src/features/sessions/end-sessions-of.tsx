'use client';

import { useTranslations } from 'next-intl';

import { ConfirmAct } from '@/components/confirm-act';
import { userSessionsHref } from '@/lib/hrefs';

import { endSessionsOf } from './actions';

interface EndSessionsOfProps {
  person: { id: string; name: string };
  count: number;
  asked: boolean;
}

/** Signs somebody else out everywhere. */
export function EndSessionsOf({ person: { id, name }, count, asked }: EndSessionsOfProps) {
  const t = useTranslations('sessions.of');
  return (
    <ConfirmAct
      label={t('endAll')}
      button={{ color: 'red', variant: 'outline' }}
      title={t('question', { name })}
      confirmLabel={t('confirm', { name })}
      destructive
      action={endSessionsOf}
      fields={{ id }}
      here={userSessionsHref(id)}
      confirmId="end-all"
      asked={asked}
    >
      <p>{t('consequence', { name, count })}</p>
    </ConfirmAct>
  );
}
