import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { ButtonLink } from '@/components/button-link';
import { Card, Facts } from '@/components/card';
import { CopyButton } from '@/components/copy-button';
import { Moment } from '@/components/moment';
import { Notice } from '@/components/notice';
import { PageHeader } from '@/components/page-header';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { DeleteResource } from '@/features/resources/delete-resource';
import { may } from '@/features/resources/may';
import { findResource, type Resource } from '@/features/resources/queries';
import { ResourceText } from '@/features/resources/resource-text';
import { resourceTitle } from '@/features/resources/resource-title';
import { VisibilityBadge } from '@/features/resources/visibility-badge';
import { editResourceHref, resourceHref } from '@/lib/hrefs';
import { textOf } from '@/lib/query-text';

export function generateMetadata({ params }: PageProps<'/resources/[id]'>): Promise<Metadata> {
  return resourceTitle(params);
}

export default withProblemPages(async function ResourcePage({ params, searchParams }: PageProps<'/resources/[id]'>) {
  const session = await requireSession({ requires: 'resources:read' });
  const resource = await findResource(session, (await params).id);
  if (!resource) notFound();

  const { confirm, done } = await searchParams;
  const t = await getTranslations('resources');
  const { id, title, ownerId } = resource;
  const here = resourceHref(id);
  return (
    <>
      {(done === 'created' || done === 'saved') && <Notice message={t(`done.${done}`)} />}
      <PageHeader
        title={title}
        back={{ href: '/resources', label: t('detail.back') }}
        badge={<VisibilityBadge of={resource} />}
      >
        {may(session.user, 'resources:update', ownerId) && (
          <ButtonLink href={editResourceHref(id)} aria-label={t('editName', { title })}>
            {t('edit')}
          </ButtonLink>
        )}
        {may(session.user, 'resources:delete', ownerId) && (
          <DeleteResource
            resource={{ id, title }}
            here={here}
            back="/resources"
            asked={textOf(confirm) === `delete-${id}`}
          />
        )}
      </PageHeader>
      <Card title={t('detail.text')} id="text">
        <ResourceText text={resource.body} />
      </Card>
      <Card title={t('detail.about')} id="about">
        <About resource={resource} isMine={ownerId === session.user.id} />
      </Card>
    </>
  );
});

async function About({ resource, isMine }: { resource: Resource; isMine: boolean }) {
  const t = await getTranslations('resources');
  return (
    <Facts
      facts={[
        { label: t('detail.owner'), value: isMine ? t('you') : resource.ownerName },
        { label: t('detail.visibility'), value: t(`visibility.${resource.visibility}Hint`) },
        { label: t('detail.createdAt'), value: <Moment iso={resource.createdAt} /> },
        { label: t('detail.updatedAt'), value: <Moment iso={resource.updatedAt} /> },
        { label: t('detail.version'), value: resource.version },
        {
          label: t('detail.id'),
          value: (
            <>
              <code>{resource.id}</code>
              <CopyButton text={resource.id} label={t('detail.copyId')} />
            </>
          ),
        },
      ]}
    />
  );
}
