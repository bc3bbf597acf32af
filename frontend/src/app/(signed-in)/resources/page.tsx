import type { Metadata, Route } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { ButtonLink } from '@/components/button-link';
import { Card } from '@/components/card';
import { previousPlace } from '@/components/cursor-trail';
import { EmptyState } from '@/components/empty-state';
import { ExportLink } from '@/components/export-link';
import { ListNavigationProvider, ListRows } from '@/components/list-navigation';
import { Notice } from '@/components/notice';
import { PageHeader } from '@/components/page-header';
import { Pager } from '@/components/pager';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { DeletedNotice } from '@/features/resources/deleted-notice';
import {
  listHref,
  loadListState,
  placeHref,
  resourceExportHref,
  RESOURCE_SORTS,
  type ResourceListState,
} from '@/features/resources/list-state';
import { listResources } from '@/features/resources/queries';
import { QuickAdd } from '@/features/resources/quick-add';
import { ResourceFilters } from '@/features/resources/resource-filters';
import { ResourceTable } from '@/features/resources/resource-table';
import { textOf } from '@/lib/query-text';
import { readOrStartOver } from '@/lib/start-over';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('resources');
  return { title: t('title') };
}

export default withProblemPages(async function ResourcesPage({ searchParams }: PageProps<'/resources'>) {
  const session = await requireSession({ requires: 'resources:read' });
  const { confirm, done, undo } = await searchParams;
  const state = await loadListState(searchParams);
  const { items, nextCursor } = await readOrStartOver(listResources(session, state), '/resources');
  // The rows of this page are gone by now: go back to the last page that has some.
  if (items.length === 0 && state.cursor) redirect(placeHref(state, previousPlace(state)));

  const t = await getTranslations('resources');
  const mayCreate = session.user.permissions['resources:create'] !== undefined;
  const isFiltered = state.search !== '' || state.owner !== null;
  const addsOnTop = mayCreate && !isFiltered && !state.cursor && state.sort === '-updatedAt';
  return (
    <ListNavigationProvider>
      {done === 'deleted' && undo && <DeletedNotice id={textOf(undo) ?? ''} here={placeHref(state, state)} />}
      {done === 'restored' && <Notice message={t('done.restored')} />}
      <PageHeader title={t('title')} description={t('description')}>
        {items.length > 0 && <ExportLink href={resourceExportHref(state)} format="csv" />}
        {mayCreate && <NewResource label={t('new')} />}
      </PageHeader>
      {(items.length > 0 || isFiltered) && (
        <ResourceFilters search={state.search} owner={state.owner ?? ''} sort={state.sort} sorts={RESOURCE_SORTS} />
      )}
      <Card flush>
        {addsOnTop && <QuickAdd />}
        <ListRows loadingLabel={t('loading')}>
          {items.length > 0 ? (
            <ResourceTable resources={items} user={session.user} state={state} asked={textOf(confirm)} />
          ) : (
            <Nothing isFiltered={isFiltered} mayCreate={mayCreate} state={state} />
          )}
        </ListRows>
        <Pager place={state} nextCursor={nextCursor} hrefOf={(place) => placeHref(state, place)} />
      </Card>
    </ListNavigationProvider>
  );
});

function NewResource({ label }: { label: string }) {
  return (
    <ButtonLink href="/resources/new" data-shortcut="new">
      {label}
    </ButtonLink>
  );
}

async function Nothing({
  isFiltered,
  mayCreate,
  state,
}: {
  isFiltered: boolean;
  mayCreate: boolean;
  state: ResourceListState;
}) {
  const t = await getTranslations('resources');
  if (isFiltered) {
    const everything: Route = listHref(state, { search: '', owner: null });
    return (
      <EmptyState
        icon="search"
        title={t('nothingFound.title')}
        action={
          <ButtonLink href={everything} variant="default">
            {t('nothingFound.clear')}
          </ButtonLink>
        }
      >
        {t('nothingFound.text')}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon="folder" title={t('empty.title')} action={mayCreate && <NewResource label={t('new')} />}>
      {t(mayCreate ? 'empty.text' : 'empty.readOnly')}
    </EmptyState>
  );
}
