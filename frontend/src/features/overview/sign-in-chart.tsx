import { useTranslations } from 'next-intl';

import type { SignInDay } from './queries';
import classes from './sign-in-chart.module.css';
import { barsOf, CHART } from './sign-in-bars';

interface SignInChartProps {
  days: readonly SignInDay[];
  /** "24 Nov" for "2026-11-24". */
  dayText: (day: string) => string;
  /** Ids of the chart's title and of the sentence that sums it up. */
  titleId: string;
  summaryId: string;
}

/**
 * A pair of bars a day: what went well above the line, what failed below it, so that the place tells them apart and not
 * the colour alone. Only the bars are drawn in SVG: it is stretched to any width, and words would be stretched with it.
 */
export function SignInChart({ days, dayText, titleId, summaryId }: SignInChartProps) {
  const t = useTranslations('overview.signIns');
  const { bars, line, most } = barsOf(days);
  const [first, middle, last] = [days[0], days[Math.floor(days.length / 2)], days.at(-1)];
  return (
    <div className={classes.chart}>
      <p className={classes.key}>
        <span data-side="succeeded">{t('succeededKey')}</span>
        <span data-side="failed">{t('failedKey')}</span>
      </p>
      <div className={classes.plot}>
        <span className={classes.scale} aria-hidden="true">
          {t('count', { count: most })}
        </span>
        <svg
          className={classes.bars}
          viewBox={`0 0 ${CHART.width} ${CHART.height}`}
          preserveAspectRatio="none"
          role="img"
          aria-labelledby={titleId}
          aria-describedby={summaryId}
        >
          {bars.map(({ x, width, day, above, below }) => (
            <g key={day.day}>
              <title>{t('bar', { ...day, day: dayText(day.day) })}</title>
              {/* As high as the chart, so that the words appear wherever the pointer is. */}
              <rect x={x} y={0} width={width} height={CHART.height} className={classes.hit} />
              <rect x={x} width={width} {...above} className={classes.succeeded} />
              <rect x={x} width={width} {...below} className={classes.failed} />
            </g>
          ))}
          <line x1={0} x2={CHART.width} y1={line} y2={line} className={classes.line} />
        </svg>
      </div>
      <p className={classes.days} aria-hidden="true">
        {[first, middle, last].map((day) => day && <span key={day.day}>{dayText(day.day)}</span>)}
      </p>
    </div>
  );
}
