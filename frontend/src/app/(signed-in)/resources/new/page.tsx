import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { Card } from '@/components/card';
import { PageHeader } from '@/components/page-header';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { createResource } from '@/features/resources/actions';
import { ResourceForm } from '@/features/resources/resource-form';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('resources.form');
  return { title: t('newTitle') };
}

export default withProblemPages(async function NewResourcePage() {
  const { user } = await requireSession({ requires: 'resources:create' });
  const t = await getTranslations('resources');
  return (
    <>
      <PageHeader title={t('form.newTitle')} back={{ href: '/resources', label: t('detail.back') }} />
      <Card>
        <ResourceForm action={createResource} draftKey={`${user.id}.resource`} cancelHref="/resources" />
      </Card>
    </>
  );
});
