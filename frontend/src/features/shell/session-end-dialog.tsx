'use client';

import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';

import { Dialog, DialogButtons } from '@/components/dialog';
import { leaveForSessionEnd } from '@/components/leave';

import { extendSession, WARN_BEFORE_MS } from './session-clock';
import classes from './session-end-dialog.module.css';

interface SessionEndDialogProps {
  /** Epoch milliseconds. */
  endsAt: number;
  onExtended: (endsAt: number) => void;
}

export function SessionEndDialog({ endsAt, onExtended }: SessionEndDialogProps) {
  const t = useTranslations('shell.sessionEnd');
  const stay = useRef<HTMLButtonElement>(null);
  const secondsLeft = useSecondsLeft(endsAt);
  const [state, setState] = useState<'idle' | 'busy' | 'failed' | 'final'>('idle');

  async function extend() {
    setState('busy');
    const end = await extendSession();
    if (end === null) return leaveForSessionEnd();
    if (end === 'unknown') return setState('failed');
    // A session has an absolute end too, and nothing moves that.
    if (end - Date.now() <= WARN_BEFORE_MS) return setState('final');
    onExtended(end);
  }

  return (
    <Dialog
      title={t('title')}
      description={t('text')}
      role="alertdialog"
      initialFocus={stay}
      dismissible={false}
      onClose={() => {}}
    >
      <p className={classes.clock} aria-hidden="true">
        {Math.floor(secondsLeft / 60)}:{String(secondsLeft % 60).padStart(2, '0')}
      </p>
      <p className={classes.status} role="status">
        {state === 'failed' && t('failed')}
        {state === 'final' && t('final')}
        {secondsLeft <= 30 && t('soon')}
      </p>
      <DialogButtons>
        <Button ref={stay} onClick={extend} loading={state === 'busy'}>
          {t('stay')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

function useSecondsLeft(endsAt: number): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((endsAt - nowMs) / 1000));
}
