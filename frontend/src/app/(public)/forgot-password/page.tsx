import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { Lead } from '@/components/lead';
import { linkTo } from '@/components/link-to';
import { Message } from '@/components/message';
import classes from '@/features/accounts/account-forms.module.css';
import { forgotPassword } from '@/features/accounts/actions';
import { AddressForm } from '@/features/accounts/address-form';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.forgot');
  return { title: t('title') };
}

export default async function ForgotPasswordPage({ searchParams }: PageProps<'/forgot-password'>) {
  const { done } = await searchParams;
  const t = await getTranslations('accounts.forgot');
  if (done === 'sent') {
    return (
      <>
        <Lead title={t('sentTitle')} />
        <Message tone="good" role="status">
          <p>{t('sent')}</p>
        </Message>
        <p className={classes.after}>{t.rich('again', { link: linkTo('/forgot-password') })}</p>
      </>
    );
  }
  return (
    <>
      <Lead title={t('title')}>{t('lead')}</Lead>
      <AddressForm action={forgotPassword} label={t('email')} submitLabel={t('submit')} />
      <p className={classes.after}>{linkTo('/sign-in')(t('back'))}</p>
    </>
  );
}
