import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { Card } from '@/components/card';
import { Message } from '@/components/message';
import { PageHeader } from '@/components/page-header';
import { ApiKeyForm } from '@/features/api-keys/api-key-form';
import { listMyApiKeys } from '@/features/api-keys/queries';
import { withProblemPages } from '@/features/problems/with-problem-pages';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('apiKeys.form');
  return { title: t('title') };
}

export default withProblemPages(async function NewApiKeyPage() {
  const session = await requireSession();
  const { scopes } = await listMyApiKeys(session);
  const t = await getTranslations('apiKeys');
  return (
    <>
      <PageHeader
        title={t('form.title')}
        description={t('form.description')}
        back={{ href: '/account/api-keys', label: t('title') }}
      />
      <Card title={t('form.cardTitle')} id="api-key">
        {scopes.length > 0 ? <ApiKeyForm scopes={scopes} /> : <Message tone="info">{t('form.nothing')}</Message>}
      </Card>
    </>
  );
});
