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
import { withProblemPages } from '@/features/problems/with-problem-pages';
import {
  loadUserListState,
  PAGE_SIZES,
  USER_SORTS,
  USER_STATUSES,
  userExportHref,
  userPlaceHref,
} from '@/features/users/list-state';
import { listRoles, listUsers } from '@/features/users/queries';
import { UserFilters } from '@/features/users/user-filters';
import { UserTable } from '@/features/users/user-table';
import { readOrStartOver } from '@/lib/start-over';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('users');
  return { title: t('title') };
}

export default withProblemPages(async function UsersPage({ searchParams }: PageProps<'/admin/users'>) {
  const session = await requireSession({ requires: 'users:read' });
  const state = await loadUserListState(searchParams);
  const [{ items, nextCursor, total, isTotalExact }, roles] = await Promise.all([
    readOrStartOver(listUsers(session, state), '/admin/users'),
    listRoles(session),
  ]);
  // The rows of this page are gone by now: go back to the last page that has some.
  if (items.length === 0 && state.cursor) redirect(userPlaceHref(state, previousPlace(state)));

  const t = await getTranslations('users');
  return (
    <ListNavigationProvider>
      <PageHeader title={t('title')} description={t('description')}>
        {session.user.permissions['users:create'] && (
          <ButtonLink href="/admin/users/new" data-shortcut="new">
            {t('invite.link')}
          </ButtonLink>
        )}
        {items.length > 0 && <ExportLink href={userExportHref(state)} format="csv" />}
      </PageHeader>
      <UserFilters
        search={state.search}
        role={state.role}
        status={state.status ?? ''}
        sort={state.sort}
        limit={String(state.limit)}
        roles={roles}
        statuses={USER_STATUSES}
        sorts={USER_SORTS}
        sizes={PAGE_SIZES}
      />
      <Card flush>
        <ListRows loadingLabel={t('loading')}>
          {items.length > 0 ? (
            <UserTable users={items} roles={roles} state={state} me={session.user.id} />
          ) : (
            <EmptyState
              icon="search"
              title={t('nothingFound.title')}
              action={
                <ButtonLink href="/admin/users" variant="default">
                  {t('nothingFound.clear')}
                </ButtonLink>
              }
            >
              {t('nothingFound.text')}
            </EmptyState>
          )}
        </ListRows>
        <Pager place={state} nextCursor={nextCursor} hrefOf={(place) => userPlaceHref(state, place)}>
          <span role="status">{t(isTotalExact ? 'total' : 'moreThan', { count: total })}</span>
        </Pager>
      </Card>
    </ListNavigationProvider>
  );
});
