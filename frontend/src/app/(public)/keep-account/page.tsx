import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { Lead } from '@/components/lead';
import { keepAccountByLink } from '@/features/accounts/actions';
import { LinkForm } from '@/features/accounts/link-form';
import { Message } from '@/components/message';
import { inspectLink } from '@/features/accounts/queries';
import { StaleLink } from '@/features/accounts/stale-link';
import { withProblemPages } from '@/features/problems/with-problem-pages';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.keep');
  return { title: t('title') };
}

export default withProblemPages(async function KeepAccountPage() {
  const { state, email = '', name = '' } = await inspectLink('keep-account');
  if (state !== 'usable') return <StaleLink purpose="keep-account" state={state} />;
  const t = await getTranslations('accounts.keep');
  return (
    <>
      <Lead title={t('title')}>{t('lead', { email, name })}</Lead>
      <Message tone="info">
        <p>{t('what')}</p>
      </Message>
      <LinkForm action={keepAccountByLink} label={t('submit')} />
    </>
  );
});
