import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { ButtonLink } from '@/components/button-link';
import { Card } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { Notice } from '@/components/notice';
import { PageHeader } from '@/components/page-header';
import { revokeMyApiKey } from '@/features/api-keys/actions';
import { ApiKeyTable } from '@/features/api-keys/api-key-table';
import { listMyApiKeys } from '@/features/api-keys/queries';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { textOf } from '@/lib/query-text';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('apiKeys');
  return { title: t('title') };
}

export default withProblemPages(async function ApiKeysPage({ searchParams }: PageProps<'/account/api-keys'>) {
  const session = await requireSession();
  const { items } = await listMyApiKeys(session);
  const { confirm, done } = await searchParams;
  const t = await getTranslations('apiKeys');
  const another = (
    <ButtonLink href="/account/api-keys/new" data-shortcut="new">
      {t('new')}
    </ButtonLink>
  );
  return (
    <>
      {done === 'revoked' && <Notice message={t('done.revoked')} />}
      <PageHeader title={t('title')} description={t('description')}>
        {items.length > 0 && another}
      </PageHeader>
      <Card flush>
        {items.length > 0 ? (
          <ApiKeyTable
            caption={t('caption')}
            keys={items}
            revocable={{ action: revokeMyApiKey, here: '/account/api-keys', asked: textOf(confirm) }}
          />
        ) : (
          <EmptyState icon="key" title={t('empty.title')} action={another}>
            {t('empty.text')}
          </EmptyState>
        )}
      </Card>
    </>
  );
});
