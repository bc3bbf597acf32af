import type { Metadata } from 'next';
import { forbidden, notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { Card } from '@/components/card';
import { PageHeader } from '@/components/page-header';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { updateResource } from '@/features/resources/actions';
import { may } from '@/features/resources/may';
import { findResource } from '@/features/resources/queries';
import { ResourceForm } from '@/features/resources/resource-form';
import { resourceHref } from '@/lib/hrefs';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('resources');
  return { title: t('edit') };
}

export default withProblemPages(async function EditResourcePage({ params }: PageProps<'/resources/[id]/edit'>) {
  const session = await requireSession({ requires: 'resources:update' });
  const resource = await findResource(session, (await params).id);
  if (!resource) notFound();
  if (!may(session.user, 'resources:update', resource.ownerId)) forbidden();

  const t = await getTranslations('resources');
  const { id, title } = resource;
  const detail = resourceHref(id);
  return (
    <>
      <PageHeader title={t('form.editTitle', { title })} back={{ href: detail, label: title }} />
      <Card>
        <ResourceForm
          action={updateResource}
          resource={resource}
          draftKey={`${session.user.id}.resource.${id}`}
          cancelHref={detail}
        />
      </Card>
    </>
  );
});
