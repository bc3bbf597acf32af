import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { signIn } from '@/auth/actions';
import { isSignInReason, SIGN_IN_REASONS } from '@/auth/sign-in-reasons';
import { Lead } from '@/components/lead';
import { linkTo } from '@/components/link-to';
import { Message } from '@/components/message';
import classes from '@/features/accounts/account-forms.module.css';
import { SignInForm } from '@/features/sign-in/sign-in-form';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.signIn');
  return { title: t('title') };
}

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { reason, next, callbackUrl, error } = await searchParams;
  const t = await getTranslations('auth');
  return (
    <>
      <Lead title={t('signIn.title')}>{t('signIn.lead')}</Lead>
      {isSignInReason(reason) && (
        <Message tone={SIGN_IN_REASONS[reason]} role="status">
          <p>{t(`reasons.${reason}`)}</p>
        </Message>
      )}
      {error !== undefined && (
        <Message tone="bad" role="alert">
          <p>{t(error === 'CredentialsSignin' ? 'signIn.refused' : 'signIn.failed')}</p>
        </Message>
      )}
      <SignInForm action={signIn} next={textOf(next) ?? textOf(callbackUrl)} />
      <p className={classes.after}>{t.rich('signIn.signUp', { link: linkTo('/sign-up') })}</p>
    </>
  );
}

function textOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
