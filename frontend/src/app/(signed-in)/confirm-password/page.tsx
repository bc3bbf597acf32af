import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { signInWithProvider } from '@/auth/actions';
import { requireSession } from '@/auth/session';
import { Card } from '@/components/card';
import { linkTo } from '@/components/link-to';
import { Message } from '@/components/message';
import { PageHeader } from '@/components/page-header';
import { ProofForm } from '@/features/account/proof-form';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { ProviderButtons } from '@/features/sign-in/provider-buttons';
import buttonClasses from '@/features/sign-in/provider-buttons.module.css';
import { listSignInMethods } from '@/features/sign-in-methods/queries';
import { env } from '@/lib/env';
import { textOf } from '@/lib/query-text';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account.proof');
  return { title: t('title') };
}

/** Where a fresh proof is given without scripts, or by signing in with a provider once more. */
export default withProblemPages(async function ConfirmPasswordPage({ searchParams }: PageProps<'/confirm-password'>) {
  const session = await requireSession();
  const { items, hasPassword } = await listSignInMethods(session);
  const next = textOf((await searchParams).next) ?? undefined;
  const t = await getTranslations('account.proof');
  const password = await getTranslations('account.password');
  const sign = await getTranslations('auth.signIn');
  const linked = env().providers.filter(({ id }) => items.some(({ provider }) => provider === id));
  const buttons = linked.map(({ id, label }) => ({ id, label: t('again', { provider: label }) }));
  return (
    <>
      <PageHeader title={t('title')} description={t('why')} />
      {!hasPassword && (
        <Message tone="info">
          <p>{password.rich('none', { link: linkTo('/forgot-password') })}</p>
        </Message>
      )}
      <Card title={session.user.email} id="proof">
        {hasPassword && <ProofForm email={session.user.email} next={next} />}
        {hasPassword && buttons.length > 0 && <p className={buttonClasses.or}>{sign('or')}</p>}
        {buttons.length > 0 && (
          <ProviderButtons action={signInWithProvider} providers={buttons} next={next ?? '/account/security'} />
        )}
      </Card>
    </>
  );
});
