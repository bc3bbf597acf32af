import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { linkProvider } from '@/auth/actions';
import { requireSession } from '@/auth/session';
import { Card } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { linkTo } from '@/components/link-to';
import { Message } from '@/components/message';
import { Notice } from '@/components/notice';
import { PageHeader } from '@/components/page-header';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { ProviderButtons } from '@/features/sign-in/provider-buttons';
import { MethodTable } from '@/features/sign-in-methods/method-table';
import { listSignInMethods } from '@/features/sign-in-methods/queries';
import { env } from '@/lib/env';
import { textOf } from '@/lib/query-text';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account.signInMethods');
  return { title: t('title') };
}

export default withProblemPages(async function SignInMethodsPage({
  searchParams,
}: PageProps<'/account/sign-in-methods'>) {
  const session = await requireSession();
  const { items, hasPassword } = await listSignInMethods(session);
  const { confirm, done, problem } = await searchParams;
  const t = await getTranslations('account.signInMethods');
  const password = await getTranslations('account.password');
  const { providers } = env();
  const buttons = providers.map(({ id, label }) => ({ id, label: t('link.button', { provider: label }) }));
  return (
    <>
      {(done === 'linked' || done === 'unlinked') && <Notice message={t(`done.${done}`)} />}
      <PageHeader title={t('title')} description={t('description')} />
      {(problem === 'taken' || problem === 'failed') && (
        <Message tone="bad" role="alert">
          <p>{t(`problem.${problem}`)}</p>
        </Message>
      )}
      {!hasPassword && (
        <Message tone="info">
          <p>{password.rich('none', { link: linkTo('/forgot-password') })}</p>
        </Message>
      )}
      <Card flush>
        {items.length > 0 ? (
          <MethodTable
            methods={items}
            labels={Object.fromEntries(providers.map(({ id, label }) => [id, label]))}
            asked={textOf(confirm)}
          />
        ) : (
          <EmptyState icon="key" title={t('empty.title')}>
            {t('empty.text')}
          </EmptyState>
        )}
      </Card>
      <Card title={t('link.title')}>
        {buttons.length > 0 ? <ProviderButtons action={linkProvider} providers={buttons} /> : <p>{t('link.none')}</p>}
      </Card>
    </>
  );
});
