import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
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
import { listEvents } from '@/features/audit/queries';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { readOrStartOver } from '@/lib/start-over';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('audit');
  return { title: t('title') };
}

export default withProblemPages(async function AuditPage({ searchParams }: PageProps<'/admin/audit'>) {
  const session = await requireSession({ requires: 'audit:read' });
  const state = await loadAuditState(searchParams);
  const { items, nextCursor } = await readOrStartOver(listEvents(session, state), '/admin/audit');
  // The events of this page are purged by now: go back to the last page that has some.
  if (items.length === 0 && state.cursor) redirect(auditPlaceHref(state, previousPlace(state)));

  const t = await getTranslations('audit');
  return (
    <ListNavigationProvider>
      <PageHeader title={t('title')} description={t('description')}>
        {items.length > 0 && <Exports state={state} />}
      </PageHeader>
      <AuditFilters
        actor={state.actor}
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
          {items.length > 0 ? (
            <AuditTable caption={t('caption')} events={items} permissions={session.user.permissions} />
          ) : (
            <Nothing isFiltered={isFiltered(state)} />
          )}
        </ListRows>
        <Pager place={state} nextCursor={nextCursor} hrefOf={(place) => auditPlaceHref(state, place)}>
          <span>{t('retention')}</span>
        </Pager>
      </Card>
    </ListNavigationProvider>
  );
});

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
