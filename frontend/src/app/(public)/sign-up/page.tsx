import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { Lead } from '@/components/lead';
import { linkTo } from '@/components/link-to';
import classes from '@/features/accounts/account-forms.module.css';
import { SignUpForm } from '@/features/accounts/sign-up-form';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.signUp');
  return { title: t('title') };
}

export default async function SignUpPage() {
  const t = await getTranslations('accounts.signUp');
  return (
    <>
      <Lead title={t('title')}>{t('lead')}</Lead>
      <SignUpForm />
      <p className={classes.after}>{t.rich('haveOne', { link: linkTo('/sign-in') })}</p>
    </>
  );
}
