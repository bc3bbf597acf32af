import { Button } from '@mantine/core';
import type { Route } from 'next';
import { useTranslations } from 'next-intl';

import { Icon } from './icon';

/**
 * Downloads what a list holds. No `download`: that would save whatever comes, also the page that says why there is no
 * file. And no `Link`: its router would fetch the file as if it were a page.
 */
export function ExportLink({ href, format }: { href: Route; format: 'csv' | 'json' }) {
  const t = useTranslations('common.export');
  return (
    <Button component="a" href={href} variant="default" leftSection={<Icon name="download" size={16} />}>
      {t(format)}
    </Button>
  );
}
