import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { Card } from '@/components/card';
import { PageHeader } from '@/components/page-header';
import { ProofForm } from '@/features/account/proof-form';
import { withProblemPages } from '@/features/problems/with-problem-pages';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account.proof');
  return { title: t('title') };
}

/** Where a fresh proof is given without scripts. */
export default withProblemPages(async function ConfirmPasswordPage({ searchParams }: PageProps<'/confirm-password'>) {
  const { user } = await requireSession();
  const { next } = await searchParams;
  const t = await getTranslations('account.proof');
  return (
    <>
      <PageHeader title={t('title')} description={t('why')} />
      <Card title={user.email} id="proof">
        <ProofForm email={user.email} next={typeof next === 'string' ? next : undefined} />
      </Card>
    </>
  );
});
