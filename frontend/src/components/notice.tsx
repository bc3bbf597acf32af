'use client';

import { useEffect } from 'react';

import { Message } from './message';
import classes from './notice.module.css';
import { showToast } from './toasts';

interface NoticeProps {
  /** What has just been done, e.g. "Resource created." */
  message: string;
}

/** The query parameter by which a redirect after an act says what was done. */
export const DONE_PARAM = 'done';

/**
 * Confirms an act that ended in a redirect. With scripts it is a toast, and the address loses `?done=…`, so that a
 * reload does not say it again. Without scripts it is a line at the top of the page.
 */
export function Notice({ message }: NoticeProps) {
  useEffect(() => {
    showToast({ message, tone: 'success' });
    const url = new URL(window.location.href);
    url.searchParams.delete(DONE_PARAM);
    window.history.replaceState(window.history.state, '', url);
  }, [message]);

  return (
    <div className={classes.withoutScripts}>
      <Message tone="good" role="status">
        {message}
      </Message>
    </div>
  );
}
