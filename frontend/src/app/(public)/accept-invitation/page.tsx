import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { Lead } from '@/components/lead';
import { acceptInvitation } from '@/features/accounts/actions';
import { NewPasswordForm } from '@/features/accounts/new-password-form';
import { inspectLink } from '@/features/accounts/queries';
import { StaleLink } from '@/features/accounts/stale-link';
import { withProblemPages } from '@/features/problems/with-problem-pages';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.invitation');
  return { title: t('submit') };
}

export default withProblemPages(async function AcceptInvitationPage() {
  const { state, email = '', name = '' } = await inspectLink('invitation');
  if (state !== 'usable') return <StaleLink purpose="invitation" state={state} />;
  const t = await getTranslations('accounts.invitation');
  return (
    <>
      <Lead title={t('title', { name })}>{t('lead', { email })}</Lead>
      <NewPasswordForm action={acceptInvitation} email={email} label={t('password')} submitLabel={t('submit')} />
    </>
  );
});
