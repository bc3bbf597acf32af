import type { Metadata } from 'next';
import { forbidden, notFound, redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { ButtonLink } from '@/components/button-link';
import { Card } from '@/components/card';
import { previousPlace } from '@/components/cursor-trail';
import { EmptyState } from '@/components/empty-state';
import { ListNavigationProvider, ListRows } from '@/components/list-navigation';
import { Pager } from '@/components/pager';
import { AuditTable } from '@/features/audit/audit-table';
import { auditHref, historyHref, loadHistoryState } from '@/features/audit/list-state';
import { listEvents } from '@/features/audit/queries';
import { SideSwitch } from '@/features/audit/side-switch';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { findUser } from '@/features/users/queries';
import { UserHeader } from '@/features/users/user-header';
import { userTitle } from '@/features/users/user-title';
import { userHistoryHref } from '@/lib/hrefs';
import { readOrStartOver } from '@/lib/start-over';

export function generateMetadata({ params }: PageProps<'/admin/users/[id]/history'>): Promise<Metadata> {
  return userTitle(params);
}

export default withProblemPages(async function UserHistoryPage({
  params,
  searchParams,
}: PageProps<'/admin/users/[id]/history'>) {
  const session = await requireSession({ requires: 'audit:read' });
  const { permissions } = session.user;
  if (!permissions['users:read']) forbidden();
  const user = await findUser(session, (await params).id);
  if (!user) notFound();

  const { id, name } = user;
  const here = userHistoryHref(id);
  const { side, ...place } = await loadHistoryState(searchParams);
  const asked = { [side]: id, cursor: place.cursor };
  const { items, nextCursor } = await readOrStartOver(listEvents(session, asked), here);
  // The events of this page are purged by now: go back to the last page that has some.
  if (items.length === 0 && place.cursor) redirect(historyHref(here, side, previousPlace(place)));

  const t = await getTranslations('audit');
  const title = t(`history.${side}`, { name });
  return (
    <ListNavigationProvider>
      <UserHeader user={user} permissions={permissions} />
      <SideSwitch here={here} side={side} name={name} />
      <Card
        flush
        title={title}
        id="events"
        actions={
          <ButtonLink href={auditHref({ [side]: id })} variant="default">
            {t('history.all')}
          </ButtonLink>
        }
      >
        <ListRows loadingLabel={t('loading')}>
          {items.length > 0 ? (
            <AuditTable caption={title} events={items} permissions={permissions} />
          ) : (
            <EmptyState icon="history" title={t('history.none')}>
              {t(`history.${side}None`, { name })}
            </EmptyState>
          )}
        </ListRows>
        <Pager place={place} nextCursor={nextCursor} hrefOf={(next) => historyHref(here, side, next)} />
      </Card>
    </ListNavigationProvider>
  );
});
