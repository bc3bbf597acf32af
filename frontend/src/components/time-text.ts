const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** From which distance (seconds) on which unit is used. */
const steps: Array<{ from: number; unit: Intl.RelativeTimeFormatUnit; seconds: number }> = [
  { from: 365 * DAY, unit: 'year', seconds: 365 * DAY },
  { from: 30 * DAY, unit: 'month', seconds: 30 * DAY },
  { from: 7 * DAY, unit: 'week', seconds: 7 * DAY },
  { from: DAY, unit: 'day', seconds: DAY },
  { from: HOUR, unit: 'hour', seconds: HOUR },
  { from: MINUTE, unit: 'minute', seconds: MINUTE },
];

/** "now", "5 minutes ago", "yesterday", "in 3 weeks", in the words of the locale. */
export function relativeTime(iso: string, locale: string, nowMs: number): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const distance = (Date.parse(iso) - nowMs) / 1000;
  const step = steps.find(({ from }) => Math.abs(distance) >= from);
  // Below a minute the exact second changes faster than anybody reads.
  if (!step) return format.format(0, 'second');
  // What ends in two weeks less a second ends in two weeks; what was 119 minutes ago was an hour ago.
  const whole = distance > 0 ? Math.round : Math.trunc;
  return format.format(whole(distance / step.seconds), step.unit);
}

/** To the second, with how far the zone is from UTC: what two people in two places can compare. */
export function preciseTime(iso: string, locale: string, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
    timeZone,
  }).format(new Date(iso));
}

/**
 * The exact time, with its zone; or only the date.
 * @param timeZone IANA name; undefined is the zone of the machine.
 */
export function absoluteTime(iso: string, locale: string, timeZone: string | undefined, part: 'all' | 'date' = 'all') {
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' };
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    ...(part === 'all' ? time : {}),
    timeZone,
  }).format(new Date(iso));
}
