import type { Metadata } from 'next';
import { forbidden, notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { Card } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { Notice } from '@/components/notice';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { EndSessionsOf } from '@/features/sessions/end-sessions-of';
import { listSessionsOf } from '@/features/sessions/queries';
import { SessionTable } from '@/features/sessions/session-table';
import { findUser } from '@/features/users/queries';
import { UserHeader } from '@/features/users/user-header';
import { userTitle } from '@/features/users/user-title';

export function generateMetadata({ params }: PageProps<'/admin/users/[id]/sessions'>): Promise<Metadata> {
  return userTitle(params);
}

export default withProblemPages(async function UserSessionsPage({
  params,
  searchParams,
}: PageProps<'/admin/users/[id]/sessions'>) {
  const session = await requireSession({ requires: 'sessions:read' });
  if (!session.user.permissions['users:read']) forbidden();
  const { id } = await params;
  const [user, sessions] = await Promise.all([findUser(session, id), listSessionsOf(session, id)]);
  if (!user) notFound();

  const { confirm, done } = await searchParams;
  const t = await getTranslations('sessions');
  const { name } = user;
  const mayEnd = session.user.permissions['sessions:revoke'] !== undefined && sessions.length > 0;
  return (
    <>
      {done === 'ended' && <Notice message={t('of.ended')} />}
      <UserHeader user={user} permissions={session.user.permissions} />
      <Card
        flush
        title={t('of.caption', { name })}
        id="sessions"
        actions={
          mayEnd && <EndSessionsOf person={{ id, name }} count={sessions.length} asked={confirm === 'end-all'} />
        }
      >
        {sessions.length > 0 ? (
          <SessionTable caption={t('of.caption', { name })} sessions={sessions} />
        ) : (
          <EmptyState icon="desktop" title={t('of.none')}>
            {t('of.noneText', { name })}
          </EmptyState>
        )}
      </Card>
    </>
  );
});
