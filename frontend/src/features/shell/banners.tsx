'use client';

import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useSyncExternalStore } from 'react';

import { outOfDate } from '@/components/app-state';
import { Message } from '@/components/message';

function watchConnection(listener: () => void) {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

/** What concerns every page: no connection, or a newer version of the application on the server. */
export function Banners() {
  const t = useTranslations('shell');
  const isOnline = useSyncExternalStore(
    watchConnection,
    () => navigator.onLine,
    () => true,
  );
  const isOutOfDate = useSyncExternalStore(outOfDate.subscribe, outOfDate.get, () => false);
  return (
    <div role="status">
      {!isOnline && (
        <Message tone="warning" title={t('offline.title')}>
          {t('offline.text')}
        </Message>
      )}
      {isOutOfDate && (
        <Message
          tone="info"
          title={t('outOfDate.title')}
          actions={
            <Button size="xs" onClick={() => window.location.reload()}>
              {t('outOfDate.reload')}
            </Button>
          }
        >
          {t('outOfDate.text')}
        </Message>
      )}
    </div>
  );
}
