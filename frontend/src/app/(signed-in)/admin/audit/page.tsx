import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { requireSession, type WebSession } from '@/auth/session';
import { ButtonLink } from '@/components/button-link';
import { Card } from '@/components/card';
import { previousPlace } from '@/components/cursor-trail';
import { EmptyState } from '@/components/empty-state';
import { ExportLink } from '@/components/export-link';
import { ListNavigationProvider, ListRows } from '@/components/list-navigation';
import { PageHeader } from '@/components/page-header';
import { Pager } from '@/components/pager';
import { ACTIONS, OUTCOMES } from '@/features/audit/actions';
import { AuditFilters } from '@/features/audit/audit-filters';
import { AuditTable } from '@/features/audit/audit-table';
import {
  auditExportHref,
  auditPlaceHref,
  isFiltered,
  loadAuditState,
  type AuditState,
} from '@/features/audit/list-state';
import { findWhom } from '@/features/audit/people';
import { PersonChoices } from '@/features/audit/person-choices';
import { listEvents, type AuditPage as AuditPageOfEvents } from '@/features/audit/queries';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import type { Permissions } from '@/lib/permissions';
import { readOrStartOver } from '@/lib/start-over';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('audit');
  return { title: t('title') };
}

export default withProblemPages(async function AuditPage({ searchParams }: PageProps<'/admin/audit'>) {
  const session = await requireSession({ requires: 'audit:read' });
  const state = await loadAuditState(searchParams);
  const whom = await findWhom(session, state.actor);
  const asked = 'person' in whom ? { ...state, actor: whom.person.id } : state;
  const page = 'choices' in whom ? null : await readPage(session, asked);
  const t = await getTranslations('audit');
  return (
    <ListNavigationProvider>
      <PageHeader title={t('title')} description={t('description')}>
        {page && page.items.length > 0 && <Exports state={asked} />}
      </PageHeader>
      <AuditFilters
        actor={'person' in whom ? whom.person.email : state.actor}
        subject={state.subject}
        action={state.action ?? ''}
        outcome={state.outcome ?? ''}
        from={state.from ?? ''}
        to={state.to ?? ''}
        actions={ACTIONS}
        outcomes={OUTCOMES}
      />
      <Card flush>
        <ListRows loadingLabel={t('loading')}>
          {'choices' in whom && <PersonChoices filter={state} people={whom.choices} />}
          {page && <Events page={page} isFiltered={isFiltered(asked)} permissions={session.user.permissions} />}
        </ListRows>
        <Pager place={asked} nextCursor={page?.nextCursor ?? null} hrefOf={(place) => auditPlaceHref(asked, place)}>
          <span>{t('retention')}</span>
        </Pager>
      </Card>
    </ListNavigationProvider>
  );
});

async function readPage(session: WebSession, state: AuditState): Promise<AuditPageOfEvents> {
  const page = await readOrStartOver(listEvents(session, state), '/admin/audit');
  // The events of this page are purged by now: go back to the last page that has some.
  if (page.items.length === 0 && state.cursor) redirect(auditPlaceHref(state, previousPlace(state)));
  return page;
}

interface EventsProps {
  page: AuditPageOfEvents;
  isFiltered: boolean;
  permissions: Permissions;
}

async function Events({ page, isFiltered: hasFilter, permissions }: EventsProps) {
  const t = await getTranslations('audit');
  if (page.items.length === 0) return <Nothing isFiltered={hasFilter} />;
  return <AuditTable caption={t('caption')} events={page.items} permissions={permissions} />;
}

function Exports({ state }: { state: AuditState }) {
  return (
    <>
      <ExportLink href={auditExportHref(state, 'csv')} format="csv" />
      <ExportLink href={auditExportHref(state, 'json')} format="json" />
    </>
  );
}

async function Nothing({ isFiltered: hasFilter }: { isFiltered: boolean }) {
  const t = await getTranslations('audit');
  if (!hasFilter) {
    return (
      <EmptyState icon="history" title={t('empty.title')}>
        {t('empty.text')}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon="search"
      title={t('nothingFound.title')}
      action={
        <ButtonLink href="/admin/audit" variant="default">
          {t('nothingFound.clear')}
        </ButtonLink>
      }
    >
      {t('nothingFound.text')}
    </EmptyState>
  );
}
