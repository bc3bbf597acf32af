import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { Card } from '@/components/card';
import { Notice } from '@/components/notice';
import { PageHeader } from '@/components/page-header';
import { PasswordForm } from '@/features/account/password-form';
import { withProblemPages } from '@/features/problems/with-problem-pages';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account.password');
  return { title: t('title') };
}

export default withProblemPages(async function PasswordPage({ searchParams }: PageProps<'/account/password'>) {
  const { user } = await requireSession();
  const { done } = await searchParams;
  const t = await getTranslations('account.password');
  return (
    <>
      {done === 'changed' && <Notice message={t('changed')} />}
      <PageHeader title={t('title')} description={t('description')} />
      <Card title={t('cardTitle')} id="change">
        <PasswordForm email={user.email} />
      </Card>
    </>
  );
});
