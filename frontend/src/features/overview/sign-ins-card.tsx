import type { Route } from 'next';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';

import { Card } from '@/components/card';
import { DataTable, type Column } from '@/components/data-table';

import { FailedPart } from './failed-part';
import type { Part, SignInDay } from './queries';
import { SignInChart } from './sign-in-chart';
import classes from './sign-ins-card.module.css';

interface SignInsCardProps {
  days: Part<readonly SignInDay[]>;
  /** The record of one day's sign-ins. */
  hrefOf: (day: string) => Route;
}

/** Sign-ins day by day: in a sentence, as a chart, and as a table. */
export function SignInsCard({ days, hrefOf }: SignInsCardProps) {
  const t = useTranslations('overview.signIns');
  const format = useFormatter();
  const dayText = (day: string) => format.dateTime(new Date(day), { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return (
    <Card title={t('title')} id="sign-ins">
      {days.isRead ? (
        <>
          <Summary days={days.data} dayText={dayText} />
          <SignInChart days={days.data} dayText={dayText} titleId="sign-ins-heading" summaryId={SUMMARY_ID} />
          <details className={classes.details}>
            <summary className={classes.summary}>{t('table')}</summary>
            <SignInTable days={days.data} dayText={dayText} hrefOf={hrefOf} />
          </details>
        </>
      ) : (
        <FailedPart reference={days.reference} />
      )}
    </Card>
  );
}

const SUMMARY_ID = 'sign-ins-summary';

function Summary({ days, dayText }: { days: readonly SignInDay[]; dayText: (day: string) => string }) {
  const t = useTranslations('overview.signIns');
  const total = (of: 'succeeded' | 'failed') => days.reduce((sum, day) => sum + day[of], 0);
  const peak = days.reduce<SignInDay | null>(
    (best, day) => (sizeOf(day) > (best ? sizeOf(best) : 0) ? day : best),
    null,
  );
  return (
    <p id={SUMMARY_ID} className={classes.sentence}>
      {t('summary', { succeeded: total('succeeded'), failed: total('failed') })}{' '}
      {peak && t('peak', { ...peak, day: dayText(peak.day) })}
    </p>
  );
}

function sizeOf({ succeeded, failed }: SignInDay): number {
  return succeeded + failed;
}

interface SignInTableProps {
  days: readonly SignInDay[];
  dayText: (day: string) => string;
  hrefOf: (day: string) => Route;
}

function SignInTable({ days, dayText, hrefOf }: SignInTableProps) {
  const t = useTranslations('overview.signIns');
  const columns: Array<Column<SignInDay>> = [
    {
      key: 'day',
      header: t('day'),
      rowHeader: true,
      render: ({ day }) => (
        <Link href={hrefOf(day)} prefetch={false} className={classes.day}>
          {dayText(day)}
        </Link>
      ),
    },
    { key: 'succeeded', header: t('succeeded'), render: ({ succeeded }) => t('count', { count: succeeded }) },
    { key: 'failed', header: t('failed'), render: ({ failed }) => t('count', { count: failed }) },
  ];
  // The newest first, as in every list of events.
  return <DataTable caption={t('caption')} columns={columns} rows={days.toReversed()} rowKey={({ day }) => day} />;
}
