'use client';

import { useEffect, useState } from 'react';

import { absoluteTime, preciseTime, relativeTime } from './time-text';

interface LiveMomentProps {
  iso: string;
  form: 'relative' | 'date' | 'exact';
  locale: string;
  /** As the server wrote it, in UTC: it does not know the person's time zone. */
  text: string;
  title: string;
}

/** How often a relative time is written anew. */
const TICK_MS = 30_000;

/** Keeps a relative time true while the page stays open, and brings the exact one into the person's own time zone. */
export function LiveMoment({ iso, form, locale, text, title }: LiveMomentProps) {
  const [nowMs, setNowMs] = useState<number | null>(null);

  useEffect(() => {
    const tick = () => setNowMs(Date.now());
    tick();
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  }, []);

  const words = () => {
    if (form === 'relative') return relativeTime(iso, locale, nowMs ?? 0);
    return form === 'date' ? absoluteTime(iso, locale, undefined, 'date') : preciseTime(iso, locale, undefined);
  };
  return (
    <time dateTime={iso} title={nowMs === null ? title : absoluteTime(iso, locale, undefined)}>
      {nowMs === null ? text : words()}
    </time>
  );
}
