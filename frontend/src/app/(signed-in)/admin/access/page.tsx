import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { ButtonLink } from '@/components/button-link';
import { Card } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { ListNavigationProvider, ListRows } from '@/components/list-navigation';
import { PageHeader } from '@/components/page-header';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { AccessTable } from '@/features/roles/access-table';
import { DoorFilters } from '@/features/roles/door-filters';
import { loadDoorListState, type DoorListState } from '@/features/roles/door-list-state';
import { DoorTable } from '@/features/roles/door-table';
import { listDoors, rulesOf } from '@/features/roles/doors';
import { findPermissions } from '@/features/roles/grants';
import { MatrixFilter } from '@/features/roles/matrix-filter';
import { readAccess, type AccessMatrix } from '@/features/roles/queries';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('access');
  return { title: t('title') };
}

export default withProblemPages(async function AccessPage({ searchParams }: PageProps<'/admin/access'>) {
  const session = await requireSession({ requires: 'roles:read' });
  const [matrix, state] = await Promise.all([readAccess(session), loadDoorListState(searchParams)]);
  const t = await getTranslations('access');
  return (
    <ListNavigationProvider>
      <PageHeader title={t('title')} description={t('description')} />
      <Card flush title={t('table.title')} id="roles" description={t('table.text')}>
        <Matrix matrix={matrix} state={state} />
      </Card>
      <Card flush title={t('doors.title')} id="doors" description={t('doors.text')}>
        <Doors matrix={matrix} state={state} />
      </Card>
    </ListNavigationProvider>
  );
});

async function Matrix({ matrix, state }: { matrix: AccessMatrix; state: DoorListState }) {
  const t = await getTranslations('access');
  const { permission, rule, search } = state;
  const permissions = findPermissions(matrix.permissions, permission);
  return (
    <>
      <MatrixFilter permission={permission} keep={{ rule, search }} />
      <ListRows loadingLabel={t('table.loading')}>
        {permissions.length > 0 ? (
          <AccessTable permissions={permissions} roles={matrix.roles} />
        ) : (
          <NothingFound title={t('table.nothingFound')} />
        )}
      </ListRows>
    </>
  );
}

async function NothingFound({ title }: { title: string }) {
  const t = await getTranslations('access.nothingFound');
  return (
    <EmptyState
      icon="search"
      title={title}
      action={
        <ButtonLink href="/admin/access" variant="default">
          {t('clear')}
        </ButtonLink>
      }
    >
      {t('text')}
    </EmptyState>
  );
}

async function Doors({ matrix, state }: { matrix: AccessMatrix; state: DoorListState }) {
  const t = await getTranslations('access');
  const rules = rulesOf(matrix.doors, matrix.permissions);
  const doors = listDoors(matrix.doors, rules, state);
  return (
    <>
      <DoorFilters search={state.search} rule={state.rule} rules={rules} keep={{ permission: state.permission }} />
      <ListRows loadingLabel={t('doors.loading')}>
        {doors.length > 0 ? (
          <DoorTable doors={doors} roles={matrix.roles} />
        ) : (
          <NothingFound title={t('nothingFound.title')} />
        )}
      </ListRows>
    </>
  );
}
