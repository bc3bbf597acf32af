import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { Card } from '@/components/card';
import { PageHeader } from '@/components/page-header';
import classes from '@/features/account/account-form.module.css';
import { DeleteForm } from '@/features/account/delete-form';
import { withProblemPages } from '@/features/problems/with-problem-pages';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account.deletion');
  return { title: t('title') };
}

export default withProblemPages(async function DeleteAccountPage() {
  const { user } = await requireSession();
  const t = await getTranslations('account.deletion');
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <Card title={t('consequencesTitle')} id="consequences">
        <ul className={classes.consequences}>
          <li>{t('now')}</li>
          <li>{t('later')}</li>
          <li>{t('record')}</li>
          <li>{t('keep', { email: user.email })}</li>
          <li>{t('export')}</li>
        </ul>
      </Card>
      <Card title={t('formTitle')} id="delete">
        <DeleteForm email={user.email} />
      </Card>
    </>
  );
});
