import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { Card } from '@/components/card';
import { Message } from '@/components/message';
import { PageHeader } from '@/components/page-header';
import { ChangeEmailForm } from '@/features/accounts/change-email-form';
import { withProblemPages } from '@/features/problems/with-problem-pages';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.changeEmail');
  return { title: t('title') };
}

export default withProblemPages(async function EmailPage({ searchParams }: PageProps<'/account/email'>) {
  const { user } = await requireSession();
  const { done } = await searchParams;
  const t = await getTranslations('accounts.changeEmail');
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      {done === 'sent' && (
        <Message tone="good" role="status">
          <p>{t('sent')}</p>
        </Message>
      )}
      <Card title={t('cardTitle')} id="change" description={t('now', { email: user.email })}>
        <ChangeEmailForm email={user.email} />
      </Card>
    </>
  );
});
