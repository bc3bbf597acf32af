'use client';

import dynamic from 'next/dynamic';
import { useCallback, useEffect, useState } from 'react';

import { leaveForSessionEnd } from '@/components/leave';

import { announceExtension, listenToOtherTabs } from './session-channel';
import { readSessionEnd, WARN_BEFORE_MS } from './session-clock';

const SessionEndDialog = dynamic(() => import('./session-end-dialog').then((module) => module.SessionEndDialog), {
  ssr: false,
});

/** The longest that a timer of the browser can wait; past it, it fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** The signed-out tab waits for the tab that signs out: its request has to reach the server first. */
const FOLLOW_MS = 600;

/**
 * Warns two minutes before an unused session ends, and leads every tab out when it has ended.
 * Whether other tabs have used the session meanwhile is asked of the server without using it.
 */
export function SessionWatch({ endsInMs }: { endsInMs: number }) {
  // A duration comes from the server, not a moment: its clock and this machine's may differ.
  const [endsAt, setEndsAt] = useState(() => Date.now() + endsInMs);
  const [isWarning, setWarning] = useState(false);

  const check = useCallback(async () => {
    const end = await readSessionEnd();
    if (end === 'unknown') return;
    const left = end === null ? 0 : end - Date.now();
    if (left <= 0) return leaveForSessionEnd();
    setEndsAt(end ?? 0);
    setWarning(left <= WARN_BEFORE_MS);
  }, []);

  useEffect(() => {
    // A little late rather than a little early: the first look must already be inside the two minutes.
    const wait = endsAt - Date.now() - (isWarning ? 0 : WARN_BEFORE_MS) + 250;
    const timer = setTimeout(() => void check(), Math.min(Math.max(wait, 1_000), LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  }, [endsAt, isWarning, check]);

  useEffect(() => {
    // Timers sleep with the machine.
    function onVisible() {
      if (document.visibilityState === 'visible' && endsAt - Date.now() < WARN_BEFORE_MS) void check();
    }
    document.addEventListener('visibilitychange', onVisible);
    return () => document.removeEventListener('visibilitychange', onVisible);
  }, [endsAt, check]);

  useEffect(() => {
    let following: ReturnType<typeof setTimeout> | undefined;
    const stopListening = listenToOtherTabs((news) => {
      if (news.kind === 'signed-out') following = setTimeout(leaveForSessionEnd, FOLLOW_MS);
      else {
        setEndsAt(news.endsAt);
        setWarning(false);
      }
    });
    return () => {
      clearTimeout(following);
      stopListening();
    };
  }, []);

  if (!isWarning) return null;
  return (
    <SessionEndDialog
      endsAt={endsAt}
      onExtended={(end) => {
        announceExtension(end);
        setEndsAt(end);
        setWarning(false);
      }}
    />
  );
}
