'use client';

import { Button } from '@mantine/core';
import type { Route } from 'next';
import { useTranslations } from 'next-intl';
import { startTransition, useActionState, useEffect, useEffectEvent } from 'react';

import { DONE_PARAM } from '@/components/done';
import { Message } from '@/components/message';
import classes from '@/components/notice.module.css';
import { sendAction } from '@/components/send-action';
import { showToast } from '@/components/toasts';

import { restoreResource } from './actions';
import { UNDO_PARAM } from './undo';

interface DeletedToastProps {
  id: string;
  /** The list without the news, where Undo leads back to. */
  here: Route;
  occasion: string;
}

/** With scripts a toast that stays while somebody reads it, without them a line at the top of the page. */
export function DeletedToast({ id, here, occasion }: DeletedToastProps) {
  const t = useTranslations('resources');
  const [refused, formAction] = useActionState(restoreResource, null);
  const undo = useUndo(id, here);
  const tell = useEffectEvent((news: string) => {
    const action = { label: t('delete.undo'), run: undo };
    showToast({ id: news, message: t('done.deleted'), tone: 'success', action });
    const url = new URL(window.location.href);
    for (const name of [DONE_PARAM, UNDO_PARAM]) url.searchParams.delete(name);
    window.history.replaceState(window.history.state, '', url);
  });
  useEffect(() => tell(occasion), [occasion]);

  return (
    <form action={formAction} className={classes.withoutScripts}>
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="back" value={here} />
      <Message
        tone={refused ? 'bad' : 'good'}
        role="status"
        actions={
          <Button type="submit" size="xs" variant="default">
            {t('delete.undo')}
          </Button>
        }
      >
        {refused && !refused.ok ? refused.message : t('done.deleted')}
      </Message>
    </form>
  );
}

/** Works from the toast also when the page below it is another one by now. */
function useUndo(id: string, here: Route): () => void {
  const common = useTranslations('common');
  return function undo() {
    const data = new FormData();
    data.set('id', id);
    data.set('back', here);
    startTransition(async () => {
      const outcome = await sendAction(restoreResource, data, (code) => common(code));
      if (typeof outcome !== 'object' || outcome.ok) return;
      showToast({ tone: 'problem', message: outcome.message, action: { label: common('retry'), run: undo } });
    });
  };
}
