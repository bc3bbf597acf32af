import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { Lead } from '@/components/lead';
import { linkTo } from '@/components/link-to';
import { Message } from '@/components/message';
import classes from '@/features/accounts/account-forms.module.css';
import { resendVerification } from '@/features/accounts/actions';
import { AddressForm } from '@/features/accounts/address-form';
import { ResendForm } from '@/features/accounts/resend-form';
import { env } from '@/lib/env';
import { textOf } from '@/lib/query-text';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.check');
  return { title: t('title') };
}

/** Where a sign-up leads, whoever has the address. */
export default async function CheckYourEmailPage({ searchParams }: PageProps<'/check-your-email'>) {
  const query = await searchParams;
  const email = textOf(query.email);
  const t = await getTranslations('accounts.check');
  return (
    <>
      <Lead title={t('title')}>{email ? t('lead', { email }) : t('leadUnknown')}</Lead>
      {query.done === 'sent' && (
        <Message tone="good" role="status">
          <p>{t('sent')}</p>
        </Message>
      )}
      {env().mailFolder !== null && (
        <Message tone="info">
          <p>{t.rich('local', { link: linkTo('/dev/mailbox') })}</p>
        </Message>
      )}
      {email ? (
        <div className={classes.again}>
          <p>{t('notThere')}</p>
          <ResendForm key={String(query.done)} email={email} />
        </div>
      ) : (
        <AddressForm action={resendVerification} label={t('email')} submitLabel={t('submit')} />
      )}
      <p className={classes.after}>{t.rich('otherAddress', { link: linkTo('/sign-up') })}</p>
    </>
  );
}
