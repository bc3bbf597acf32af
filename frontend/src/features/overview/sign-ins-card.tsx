import type { Route } from 'next';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';

import { Card } from '@/components/card';

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

/** Narrow enough for a phone as it is, so it stays a table there. */
function SignInTable({ days, dayText, hrefOf }: SignInTableProps) {
  const t = useTranslations('overview.signIns');
  return (
    <table className={classes.table} aria-label={t('caption')}>
      <thead>
        <tr>
          <th scope="col">{t('day')}</th>
          <th scope="col">{t('succeeded')}</th>
          <th scope="col">{t('failed')}</th>
        </tr>
      </thead>
      <tbody>
        {/* The newest first, as in every list of events. */}
        {days.toReversed().map(({ day, succeeded, failed }) => (
          <tr key={day}>
            <th scope="row">
              <Link href={hrefOf(day)} prefetch={false} className={classes.day}>
                {dayText(day)}
              </Link>
            </th>
            <td>{t('count', { count: succeeded })}</td>
            <td>{t('count', { count: failed })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
