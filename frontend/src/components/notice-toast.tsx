'use client';

import { useEffect } from 'react';

import { DONE_PARAM } from './done';
import { Message } from './message';
import classes from './notice.module.css';
import { showToast } from './toasts';

/**
 * With scripts it is a toast, and the address loses `?done=…`, so that a reload does not say it again.
 * Without scripts it is a line at the top of the page.
 */
export function NoticeToast({ message, occasion }: { message: string; occasion: string }) {
  useEffect(() => {
    showToast({ id: occasion, message, tone: 'success' });
    const url = new URL(window.location.href);
    url.searchParams.delete(DONE_PARAM);
    window.history.replaceState(window.history.state, '', url);
  }, [message, occasion]);

  return (
    <div className={classes.withoutScripts}>
      <Message tone="good" role="status">
        {message}
      </Message>
    </div>
  );
}
