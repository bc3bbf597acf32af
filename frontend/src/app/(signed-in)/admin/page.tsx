import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { requireSession, type WebSession } from '@/auth/session';
import { ButtonLink } from '@/components/button-link';
import { Card } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { Moment } from '@/components/moment';
import { PageHeader } from '@/components/page-header';
import { AuditTable } from '@/features/audit/audit-table';
import { auditHref } from '@/features/audit/list-state';
import { listEvents, type AuditPage } from '@/features/audit/queries';
import { FailedPart } from '@/features/overview/failed-part';
import { Figures } from '@/features/overview/figures';
import { readOverview, readPart, type Overview, type Part } from '@/features/overview/queries';
import { SignInsCard } from '@/features/overview/sign-ins-card';
import { withProblemPages } from '@/features/problems/with-problem-pages';

import classes from './page.module.css';

/** How many of the latest refusals are shown. */
const LATEST = 5;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('overview');
  return { title: t('title') };
}

export default withProblemPages(async function OverviewPage() {
  const session = await requireSession({ requires: 'audit:read' });
  const [overview, refusals] = await Promise.all([
    readPart(readOverview(session)),
    readPart(listEvents(session, { outcome: 'refused', limit: LATEST })),
  ]);
  const t = await getTranslations('overview');
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <Counts overview={overview} permissions={session.user.permissions} />
      <SignInsCard
        days={overview.isRead ? { isRead: true, data: overview.data.signIns } : overview}
        hrefOf={(day) => auditHref({ action: 'session.start', from: day, to: day })}
      />
      <Refusals refusals={refusals} permissions={session.user.permissions} />
    </>
  );
});

interface CountsProps {
  overview: Part<Overview>;
  permissions: WebSession['user']['permissions'];
}

async function Counts({ overview, permissions }: CountsProps) {
  const t = await getTranslations('overview');
  if (!overview.isRead) {
    return (
      <Card title={t('cards.label')} id="figures">
        <FailedPart reference={overview.reference} />
      </Card>
    );
  }
  const mayReadUsers = permissions['users:read'] !== undefined;
  return (
    <>
      <Figures
        overview={overview.data}
        lists={{
          users: mayReadUsers ? '/admin/users' : null,
          activeToday: mayReadUsers ? '/admin/users?sort=-lastLoginAt' : null,
          activeSessions: auditHref({ action: 'session.start', outcome: 'success' }),
          disabled: mayReadUsers ? '/admin/users?status=disabled' : null,
        }}
      />
      <p className={classes.countedAt}>
        {t('countedAt')} <Moment iso={overview.data.countedAt} form="exact" />
      </p>
    </>
  );
}

interface RefusalsProps {
  refusals: Part<AuditPage>;
  permissions: WebSession['user']['permissions'];
}

async function Refusals({ refusals, permissions }: RefusalsProps) {
  const t = await getTranslations('overview.refused');
  const events = refusals.isRead ? refusals.data.items : [];
  return (
    <Card
      title={t('title')}
      id="refusals"
      description={t('description')}
      flush={refusals.isRead}
      actions={
        <ButtonLink href={auditHref({ outcome: 'refused' })} variant="default">
          {t('all')}
        </ButtonLink>
      }
    >
      {events.length > 0 && <AuditTable caption={t('title')} events={events} permissions={permissions} />}
      {refusals.isRead && events.length === 0 && (
        <EmptyState icon="check" title={t('none')}>
          {t('noneText')}
        </EmptyState>
      )}
      {!refusals.isRead && <FailedPart reference={refusals.reference} />}
    </Card>
  );
}
