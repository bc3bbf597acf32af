import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { signIn } from '@/auth/actions';
import { Lead } from '@/components/lead';
import { Message } from '@/components/message';
import { SignInForm } from '@/features/sign-in/sign-in-form';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.signIn');
  return { title: t('title') };
}

/** Why somebody is here, as `?reason=` says, and how it sounds. */
const TONES = {
  expired: 'warning',
  'signed-out': 'good',
  'signed-out-here': 'warning',
  'password-changed': 'good',
  verified: 'good',
} as const;

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { reason, next, callbackUrl, error } = await searchParams;
  const t = await getTranslations('auth');
  return (
    <>
      <Lead title={t('signIn.title')}>{t('signIn.lead')}</Lead>
      {isReason(reason) && (
        <Message tone={TONES[reason]} role="status">
          <p>{t(`reasons.${reason}`)}</p>
        </Message>
      )}
      {error !== undefined && (
        <Message tone="bad" role="alert">
          <p>{t(error === 'CredentialsSignin' ? 'signIn.refused' : 'signIn.failed')}</p>
        </Message>
      )}
      <SignInForm action={signIn} next={textOf(next) ?? textOf(callbackUrl)} />
    </>
  );
}

function isReason(value: unknown): value is keyof typeof TONES {
  return typeof value === 'string' && Object.hasOwn(TONES, value);
}

function textOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
