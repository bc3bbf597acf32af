'use client';

import { useTranslations } from 'next-intl';

import { ConfirmAct } from '@/components/confirm-act';
import { roleHref } from '@/lib/hrefs';

import { deleteRole } from './actions';

/** Asks, then deletes a role that nobody has. */
export function DeleteRole({ role, asked }: { role: { key: string; name: string }; asked: boolean }) {
  const t = useTranslations('roles.delete');
  const { key, name } = role;
  return (
    <ConfirmAct
      label={t('button')}
      button={{ color: 'red', variant: 'outline' }}
      title={t('question', { name })}
      confirmLabel={t('confirm', { name })}
      destructive
      action={deleteRole}
      fields={{ key }}
      here={roleHref(key)}
      confirmId="delete"
      asked={asked}
    >
      <p>{t('consequence', { name })}</p>
    </ConfirmAct>
  );
}
