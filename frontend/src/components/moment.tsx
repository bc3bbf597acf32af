import 'server-only';

import { useLocale } from 'next-intl';
import type { ReactNode } from 'react';

import { LiveMoment } from './live-moment';
import { absoluteTime, preciseTime, relativeTime } from './time-text';

interface MomentProps {
  /** ISO 8601, UTC. */
  iso: string;
  /** `relative`: "3 hours ago". `date`: "24 Nov 2026". `exact`: to the second. All have the exact time in the tooltip. */
  form?: 'relative' | 'date' | 'exact';
}

/**
 * A moment in words, with the exact time in `datetime` and `title`.
 * The words are made here and handed over, because the browser's Intl may spell them a little differently,
 * and the two first renderings must not differ.
 */
export function Moment({ iso, form = 'relative' }: MomentProps) {
  const locale = useLocale();
  // A server component is rendered once, and tells the time of that.
  // oxlint-disable-next-line react/purity
  const nowMs = Date.now();
  const text = {
    relative: () => relativeTime(iso, locale, nowMs),
    date: () => absoluteTime(iso, locale, 'UTC', 'date'),
    exact: () => preciseTime(iso, locale, 'UTC'),
  }[form]();
  return <LiveMoment iso={iso} form={form} locale={locale} text={text} title={absoluteTime(iso, locale, 'UTC')} />;
}

/** What stands for `<when></when>` in a message, as a moment. */
export function momentOf(iso: string, form?: MomentProps['form']): () => ReactNode {
  return () => <Moment iso={iso} form={form} />;
}
