import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { Lead } from '@/components/lead';
import { verifyEmail } from '@/features/accounts/actions';
import { LinkForm } from '@/features/accounts/link-form';
import { inspectLink } from '@/features/accounts/queries';
import { StaleLink } from '@/features/accounts/stale-link';
import { withProblemPages } from '@/features/problems/with-problem-pages';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.verify');
  return { title: t('title') };
}

export default withProblemPages(async function VerifyEmailPage() {
  const { state, email = '', name = '' } = await inspectLink('verify-email');
  if (state !== 'usable') return <StaleLink purpose="verify-email" state={state} />;
  const t = await getTranslations('accounts.verify');
  return (
    <>
      <Lead title={t('title')}>{t('lead', { email, name })}</Lead>
      <LinkForm action={verifyEmail} label={t('submit')} />
    </>
  );
});
