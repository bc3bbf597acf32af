import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';

import { Message, Reference } from '@/components/message';

/** In the place of a part that could not be read. */
export function FailedPart({ reference }: { reference: string }) {
  const t = useTranslations('overview.failed');
  const tCommon = useTranslations('common');
  return (
    <Message
      tone="bad"
      title={t('title')}
      actions={
        <Button component="a" href="/admin" variant="default" size="xs">
          {t('retry')}
        </Button>
      }
    >
      <p>{t('text')}</p>
      <Reference label={tCommon('reference')} id={reference} />
    </Message>
  );
}
