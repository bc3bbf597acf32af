import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { Card } from '@/components/card';
import { Notice } from '@/components/notice';
import { PageHeader } from '@/components/page-header';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { EndOtherSessions } from '@/features/sessions/end-session';
import { listMySessions } from '@/features/sessions/queries';
import { SessionTable } from '@/features/sessions/session-table';
import { textOf } from '@/lib/query-text';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('sessions');
  return { title: t('title') };
}

export default withProblemPages(async function SessionsPage({ searchParams }: PageProps<'/account/sessions'>) {
  const session = await requireSession();
  const sessions = await listMySessions(session);
  const { confirm, done } = await searchParams;
  const t = await getTranslations('sessions');
  const others = sessions.filter(({ current }) => !current).length;
  return (
    <>
      {(done === 'ended' || done === 'ended-others') && <Notice message={t(`done.${done}`)} />}
      <PageHeader title={t('title')} description={others > 0 ? t('description') : t('onlyThis')}>
        {others > 0 && <EndOtherSessions count={others} asked={confirm === 'end-others'} />}
      </PageHeader>
      <Card flush>
        <SessionTable caption={t('caption')} sessions={sessions} endable={{ asked: textOf(confirm) }} />
      </Card>
    </>
  );
});
