import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { signIn, signInWithProvider } from '@/auth/actions';
import { isSignInReason, SIGN_IN_REASONS } from '@/auth/sign-in-reasons';
import { Lead } from '@/components/lead';
import { linkTo } from '@/components/link-to';
import { Message } from '@/components/message';
import classes from '@/features/accounts/account-forms.module.css';
import { ProviderButtons } from '@/features/sign-in/provider-buttons';
import buttonClasses from '@/features/sign-in/provider-buttons.module.css';
import { SignInForm } from '@/features/sign-in/sign-in-form';
import { env } from '@/lib/env';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.signIn');
  return { title: t('title') };
}

/** What NextAuth says of sign-ins that came to nothing. */
const PROBLEMS: Readonly<Record<string, 'signIn.refused' | 'signIn.providerFailed'>> = {
  CredentialsSignin: 'signIn.refused',
  OAuthSignin: 'signIn.providerFailed',
  OAuthCallback: 'signIn.providerFailed',
  Callback: 'signIn.providerFailed',
};

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { reason, next, callbackUrl, error } = await searchParams;
  const t = await getTranslations('auth');
  const onward = textOf(next) ?? textOf(callbackUrl);
  const { providers } = env();
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
          <p>{t(PROBLEMS[textOf(error) ?? ''] ?? 'signIn.failed')}</p>
        </Message>
      )}
      <SignInForm action={signIn} next={onward} />
      {providers.length > 0 && (
        <>
          <p className={buttonClasses.or}>{t('signIn.or')}</p>
          <ProviderButtons
            action={signInWithProvider}
            providers={providers.map(({ id, label }) => ({ id, label: t('signIn.with', { provider: label }) }))}
            next={onward}
          />
        </>
      )}
      <p className={classes.after}>{t.rich('signIn.signUp', { link: linkTo('/sign-up') })}</p>
    </>
  );
}

function textOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
