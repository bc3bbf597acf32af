import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { ButtonLink } from '@/components/button-link';
import { Lead } from '@/components/lead';
import { confirmEmail } from '@/features/accounts/actions';
import { LinkForm } from '@/features/accounts/link-form';
import { inspectLink } from '@/features/accounts/queries';
import { StaleLink } from '@/features/accounts/stale-link';
import { withProblemPages } from '@/features/problems/with-problem-pages';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.confirm');
  return { title: t('title') };
}

export default withProblemPages(async function ConfirmEmailPage({ searchParams }: PageProps<'/confirm-email'>) {
  const { done } = await searchParams;
  if (done === 'changed') return <Changed />;
  const { state, email = '', name = '' } = await inspectLink('confirm-email');
  if (state !== 'usable') return <StaleLink purpose="confirm-email" state={state} />;
  const t = await getTranslations('accounts.confirm');
  return (
    <>
      <Lead title={t('title')}>{t('lead', { email, name })}</Lead>
      <LinkForm action={confirmEmail} label={t('submit')} />
    </>
  );
});

async function Changed() {
  const t = await getTranslations('accounts.confirm');
  return (
    <>
      <Lead title={t('doneTitle')}>{t('done')}</Lead>
      <ButtonLink href="/" fullWidth>
        {t('goOn')}
      </ButtonLink>
    </>
  );
}
