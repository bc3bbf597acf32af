import type { SignInDay } from './queries';

/** In units of the drawing; it is stretched to the width there is. */
export const CHART = { width: 600, height: 160, gap: 6 };

interface Bar {
  day: SignInDay;
  x: number;
  width: number;
  above: { y: number; height: number };
  below: { y: number; height: number };
}

/** A bar that stands for something can be seen, however small it is beside the others. */
const LEAST_HEIGHT = 2;

/** Where the bars stand, on one scale above and below the line. */
export function barsOf(days: readonly SignInDay[]): { bars: Bar[]; line: number; most: number } {
  const most = Math.max(1, ...days.map(({ succeeded }) => succeeded));
  const mostFailed = Math.max(...days.map(({ failed }) => failed), 0);
  const unit = CHART.height / (most + mostFailed);
  const line = round(most * unit);
  const step = CHART.width / days.length;
  const heightOf = (count: number) => (count === 0 ? 0 : Math.max(LEAST_HEIGHT, round(count * unit)));
  const bars = days.map((day, index): Bar => {
    const height = heightOf(day.succeeded);
    return {
      day,
      x: round(index * step + CHART.gap / 2),
      width: round(step - CHART.gap),
      above: { y: round(line - height), height },
      below: { y: line, height: heightOf(day.failed) },
    };
  });
  return { bars, line, most };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
