import { useTranslations } from 'next-intl';

import { StatusBadge } from '@/components/badge';
import { DataTable, type Column } from '@/components/data-table';
import { Moment } from '@/components/moment';

import classes from './mail-table.module.css';
import type { Mail } from './queries';
import { RetryMail } from './retry-mail';

const TONES = { pending: 'warning', sent: 'good', dead: 'bad' } as const;

/** What became of mails, with the mail server's own reason where one did not go. */
export function MailTable({ mails, mayRetry }: { mails: readonly Mail[]; mayRetry: boolean }) {
  const t = useTranslations('mails');
  const columns: Array<Column<Mail>> = [
    {
      key: 'recipient',
      header: t('columns.recipient'),
      rowHeader: true,
      render: ({ recipient }) => <span className={classes.text}>{recipient}</span>,
    },
    { key: 'kind', header: t('columns.kind'), render: ({ kind }) => <code>{kind}</code> },
    {
      key: 'status',
      header: t('columns.status'),
      render: ({ status }) => <StatusBadge tone={TONES[status]}>{t(`statuses.${status}`)}</StatusBadge>,
    },
    { key: 'createdAt', header: t('columns.createdAt'), render: ({ createdAt }) => <Moment iso={createdAt} /> },
    {
      key: 'next',
      header: t('columns.next'),
      render: ({ nextAttemptAt, sentAt }) => {
        const at = sentAt ?? nextAttemptAt;
        return at ? <Moment iso={at} /> : '–';
      },
    },
    {
      key: 'problem',
      header: t('columns.problem'),
      render: ({ id, status, recipient, lastError, attempts }) => (
        <span className={classes.problem}>
          {lastError && <span className={classes.text}>{t('failed', { attempts, reason: lastError })}</span>}
          {status === 'dead' && mayRetry && <RetryMail id={id} recipient={recipient} />}
        </span>
      ),
    },
  ];
  return <DataTable caption={t('caption')} columns={columns} rows={mails} rowKey={({ id }) => id} />;
}
