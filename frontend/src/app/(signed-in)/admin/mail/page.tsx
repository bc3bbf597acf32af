import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { Card } from '@/components/card';
import { previousPlace } from '@/components/cursor-trail';
import { EmptyState } from '@/components/empty-state';
import { ListNavigationProvider, ListRows } from '@/components/list-navigation';
import { Notice } from '@/components/notice';
import { PageHeader } from '@/components/page-header';
import { Pager } from '@/components/pager';
import { loadMailListState, MAIL_STATUSES, mailPlaceHref } from '@/features/mails/list-state';
import { MailFilters } from '@/features/mails/mail-filters';
import { MailTable } from '@/features/mails/mail-table';
import { listMails } from '@/features/mails/queries';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { readOrStartOver } from '@/lib/start-over';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('mails');
  return { title: t('title') };
}

export default withProblemPages(async function MailPage({ searchParams }: PageProps<'/admin/mail'>) {
  const session = await requireSession({ requires: 'mails:read' });
  const [state, { done }] = await Promise.all([loadMailListState(searchParams), searchParams]);
  const { items, nextCursor } = await readOrStartOver(listMails(session, state), '/admin/mail');
  // The mails of this page are purged by now: go back to the last page that has some.
  if (items.length === 0 && state.cursor) redirect(mailPlaceHref(state, previousPlace(state)));
  const t = await getTranslations('mails');
  return (
    <ListNavigationProvider>
      {done === 'retried' && <Notice message={t('retried')} />}
      <PageHeader title={t('title')} description={t('description')} />
      <MailFilters status={state.status ?? ''} statuses={MAIL_STATUSES} />
      <Card flush>
        <ListRows loadingLabel={t('loading')}>
          {items.length > 0 ? (
            <MailTable mails={items} mayRetry={session.user.permissions['mails:retry'] !== undefined} />
          ) : (
            <EmptyState icon="mail" title={t('empty')}>
              {t('emptyText')}
            </EmptyState>
          )}
        </ListRows>
        <Pager place={state} nextCursor={nextCursor} hrefOf={(place) => mailPlaceHref(state, place)}>
          <span>{t('retention')}</span>
        </Pager>
      </Card>
    </ListNavigationProvider>
  );
});
