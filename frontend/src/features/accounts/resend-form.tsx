'use client';

import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';

import { FormStatus } from '@/components/form-status';
import { useServerForm } from '@/components/use-server-form';

import { resendVerification } from './actions';

/** A mail takes a moment; without scripts one has to know that oneself. */
const PAUSE_SECONDS = 30;

/** Sends the mail again, after a pause that is counted down. */
export function ResendForm({ email }: { email: string }) {
  const t = useTranslations('accounts.check');
  const { state, pending, formProps } = useServerForm(resendVerification);
  const secondsLeft = useCountdown(PAUSE_SECONDS);
  return (
    <form {...formProps}>
      <FormStatus state={state} fields={{}} />
      <input type="hidden" name="email" value={email} />
      <Button type="submit" variant="default" fullWidth loading={pending} disabled={secondsLeft > 0}>
        {secondsLeft > 0 ? t('resendIn', { seconds: secondsLeft }) : t('resend')}
      </Button>
    </form>
  );
}

/** @returns seconds that are left; 0 before any script has run */
function useCountdown(seconds: number): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const end = Date.now() + seconds * 1000;
    const tick = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [seconds]);
  return left;
}
