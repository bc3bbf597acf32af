import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { Card } from '@/components/card';
import { linkTo } from '@/components/link-to';
import { Message } from '@/components/message';
import { Notice } from '@/components/notice';
import { PageHeader } from '@/components/page-header';
import { PasswordForm } from '@/features/account/password-form';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { listSignInMethods } from '@/features/sign-in-methods/queries';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account.password');
  return { title: t('title') };
}

export default withProblemPages(async function PasswordPage({ searchParams }: PageProps<'/account/password'>) {
  const session = await requireSession();
  const { hasPassword } = await listSignInMethods(session);
  const { done } = await searchParams;
  const t = await getTranslations('account.password');
  return (
    <>
      {done === 'changed' && <Notice message={t('changed')} />}
      <PageHeader title={t('title')} description={t('description')} />
      {hasPassword ? (
        <Card title={t('cardTitle')} id="change">
          <PasswordForm email={session.user.email} />
        </Card>
      ) : (
        <Message tone="info">
          <p>{t.rich('none', { link: linkTo('/forgot-password') })}</p>
        </Message>
      )}
    </>
  );
});
