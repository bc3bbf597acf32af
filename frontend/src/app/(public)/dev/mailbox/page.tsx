import type { Metadata, Route } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';

import { Lead } from '@/components/lead';
import { Moment } from '@/components/moment';
import { listMails } from '@/features/mailbox/folder';
import classes from '@/features/mailbox/mailbox.module.css';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('mailbox');
  return { title: t('title') };
}

/** The mails of an installation on somebody's own machine that has no mail server. Nowhere else there is such a page. */
export default async function MailboxPage() {
  const mails = await listMails();
  const t = await getTranslations('mailbox');
  return (
    <>
      <Lead title={t('title')}>{t(mails.length > 0 ? 'lead' : 'empty')}</Lead>
      <ul className={classes.list}>
        {mails.map(({ id, to, subject, createdAt }) => (
          <li key={id} className={classes.mail}>
            <Link href={`/dev/mailbox/${id}` as Route}>{subject}</Link>
            <span className={classes.about}>
              {to} · <Moment iso={new Date(createdAt).toISOString()} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
