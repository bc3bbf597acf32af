import { Button } from '@mantine/core';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { signOut } from '@/auth/actions';
import { requireSession } from '@/auth/session';
import { ButtonLink } from '@/components/button-link';
import { Lead } from '@/components/lead';
import { withProblemPages } from '@/features/problems/with-problem-pages';

import classes from './page.module.css';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.signOut');
  return { title: t('title') };
}

/** For links that lead here by GET (NextAuth's own among them): nobody is signed out without pressing a button. */
export default withProblemPages(async function SignOutPage() {
  const { user } = await requireSession();
  const t = await getTranslations('auth.signOut');
  return (
    <>
      <Lead title={t('title')}>{t('lead', { email: user.email })}</Lead>
      <form action={signOut} className={classes.actions}>
        <Button type="submit">{t('submit')}</Button>
        <ButtonLink href="/" variant="default">
          {t('stay')}
        </ButtonLink>
      </form>
    </>
  );
});
