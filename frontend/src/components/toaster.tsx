'use client';

import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useEffect, useState, useSyncExternalStore } from 'react';

import { Icon } from './icon';
import { dismissToast, serverToasts, toasts, type Toast } from './toasts';
import classes from './toaster.module.css';

/** How long a toast stays, counted anew after the pointer or the focus has left it. */
const SHOWN_MS = 8_000;

/** The corner where short news appear. It is there from the start, because screen readers watch only what they know. */
export function Toaster() {
  const shown = useSyncExternalStore(toasts.subscribe, toasts.get, serverToasts);
  const t = useTranslations('common');
  return (
    <section className={classes.region} aria-label={t('notifications')}>
      <ol className={classes.list} aria-live="polite" aria-relevant="additions">
        {shown.map((toast) => (
          <ToastItem key={toast.id} toast={toast} />
        ))}
      </ol>
    </section>
  );
}

function ToastItem({ toast }: { toast: Toast }) {
  const t = useTranslations('common');
  const [held, setHeld] = useState(false);

  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismissToast(toast.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [held, toast.id]);

  return (
    // Not a control: who points at it or has the focus in it is still reading.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      className={classes.toast}
      data-tone={toast.tone}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={toast.tone === 'success' ? 'check' : 'alert'} />
      <span className={classes.text}>{toast.message}</span>
      {toast.action && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            dismissToast(toast.id);
            toast.action?.run();
          }}
        >
          {toast.action.label}
        </Button>
      )}
      <button type="button" className={classes.close} onClick={() => dismissToast(toast.id)} aria-label={t('dismiss')}>
        <Icon name="close" size={16} />
      </button>
    </li>
  );
}
