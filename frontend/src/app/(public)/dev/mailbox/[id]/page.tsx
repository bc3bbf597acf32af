import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';

import { Lead } from '@/components/lead';
import classes from '@/features/accounts/account-forms.module.css';
import { findMail } from '@/features/mailbox/folder';
import { MailText } from '@/features/mailbox/mail-text';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('mailbox');
  return { title: t('title') };
}

export default async function MailPage({ params }: PageProps<'/dev/mailbox/[id]'>) {
  const { to, subject, text } = await findMail((await params).id);
  const t = await getTranslations('mailbox');
  return (
    <>
      <Lead title={subject}>{t('to', { to })}</Lead>
      <MailText text={text} />
      <p className={classes.after}>
        <Link href="/dev/mailbox">{t('all')}</Link>
      </p>
    </>
  );
}
