'use client';

import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';

import { Message } from './message';

/** Says that a form holds what was typed on an earlier visit. */
export function DraftNote({ shown, onDiscard }: { shown: boolean; onDiscard: () => void }) {
  const t = useTranslations('common');
  if (!shown) return null;
  return (
    <Message
      tone="info"
      role="status"
      actions={
        <Button size="compact-sm" variant="default" onClick={onDiscard}>
          {t('draftDiscard')}
        </Button>
      }
    >
      <p>{t('draftRestored')}</p>
    </Message>
  );
}
