import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { Lead } from '@/components/lead';
import { resetPassword } from '@/features/accounts/actions';
import { NewPasswordForm } from '@/features/accounts/new-password-form';
import { inspectLink } from '@/features/accounts/queries';
import { StaleLink } from '@/features/accounts/stale-link';
import { withProblemPages } from '@/features/problems/with-problem-pages';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.reset');
  return { title: t('title') };
}

export default withProblemPages(async function ResetPasswordPage() {
  const { state, email = '', name = '' } = await inspectLink('reset-password');
  if (state !== 'usable') return <StaleLink purpose="reset-password" state={state} />;
  const t = await getTranslations('accounts.reset');
  return (
    <>
      <Lead title={t('title')}>{t('lead', { email, name })}</Lead>
      <NewPasswordForm action={resetPassword} email={email} label={t('password')} submitLabel={t('submit')} />
    </>
  );
});
