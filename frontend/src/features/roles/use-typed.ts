'use client';

import { useCallback, useSyncExternalStore, type RefObject } from 'react';

/** What the fields of a form hold now, as it changes; null before scripts run. */
export function useTyped(form: RefObject<HTMLFormElement | null>): URLSearchParams | null {
  const watch = useCallback(
    (onChange: () => void) => {
      const element = form.current;
      element?.addEventListener('input', onChange);
      return () => element?.removeEventListener('input', onChange);
    },
    [form],
  );
  const typed = useSyncExternalStore(
    watch,
    () => textOf(form.current),
    () => '',
  );
  return typed === '' ? null : new URLSearchParams(typed);
}

function textOf(form: HTMLFormElement | null): string {
  if (!form) return '';
  const fields = [...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return new URLSearchParams(fields).toString();
}
