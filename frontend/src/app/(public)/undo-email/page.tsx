import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { Lead } from '@/components/lead';
import { undoEmail } from '@/features/accounts/actions';
import { LinkForm } from '@/features/accounts/link-form';
import { Message } from '@/components/message';
import { inspectLink } from '@/features/accounts/queries';
import { StaleLink } from '@/features/accounts/stale-link';
import { withProblemPages } from '@/features/problems/with-problem-pages';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.undo');
  return { title: t('title') };
}

export default withProblemPages(async function UndoEmailPage() {
  const { state, email = '', name = '' } = await inspectLink('undo-email');
  if (state !== 'usable') return <StaleLink purpose="undo-email" state={state} />;
  const t = await getTranslations('accounts.undo');
  return (
    <>
      <Lead title={t('title')}>{t('lead', { email, name })}</Lead>
      <Message tone="warning">
        <p>{t('what', { email })}</p>
      </Message>
      <LinkForm action={undoEmail} label={t('submit')} />
    </>
  );
});
