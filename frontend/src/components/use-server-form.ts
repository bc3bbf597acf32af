'use client';

import { unstable_isUnrecognizedActionError, unstable_rethrow } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useActionState, useRef, useState, useTransition, type SubmitEvent } from 'react';

import { announceOutOfDate } from './app-state';
import type { FormAction, FormState } from './form-state';
import { leaveForSessionEnd } from './leave';

interface Options<T> {
  /** Called before the request leaves: the place for optimistic state (it runs inside the transition). */
  onSend?: (data: FormData) => void;
  onSettled?: (outcome: FormState<T> | 'redirected') => void;
}

/** Failures that happen in the browser, where there is no answer of an action to read. */
type BrowserFailure = 'outOfReach' | 'outOfDate';

/**
 * A form around a server action that works without scripts and loses nothing with them.
 *
 * Without scripts React posts `action` and renders its answer. With scripts the submit handler calls the same action,
 * because `useActionState` alone sends a lost connection to the error page, together with everything that was typed,
 * and empties the fields after each answer.
 */
export function useServerForm<T>(action: FormAction<T>, { onSend, onSettled }: Options<T> = {}) {
  const t = useTranslations('common');
  const [posted, formAction] = useActionState(action, null);
  const [answered, setAnswered] = useState<FormState<T> | null>(null);
  const [pending, startTransition] = useTransition();
  const sending = useRef(false);

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    // A second click while the first is under way is the same wish.
    if (sending.current) return;
    sending.current = true;
    const data = new FormData(event.currentTarget, event.nativeEvent.submitter);
    startTransition(async () => {
      onSend?.(data);
      const outcome = await send(action, data, (code) => t(code));
      sending.current = false;
      if (outcome !== 'redirected') setAnswered(outcome);
      onSettled?.(outcome);
    });
  }

  return { state: answered ?? posted, pending, formProps: { action: formAction, onSubmit: submit } };
}

async function send<T>(
  action: FormAction<T>,
  data: FormData,
  sentenceFor: (code: BrowserFailure) => string,
): Promise<FormState<T> | 'redirected'> {
  try {
    const answer = await action(null, data);
    if (!answer.ok && answer.code === 'authentication_required') leaveForSessionEnd();
    return answer;
  } catch (error) {
    if (isNavigation(error)) return 'redirected';
    const code: BrowserFailure = unstable_isUnrecognizedActionError(error) ? 'outOfDate' : 'outOfReach';
    if (code === 'outOfDate') announceOutOfDate();
    return { ok: false, code, message: sentenceFor(code), fieldErrors: {}, values: {} };
  }
}

/** A redirect arrives as a thrown error that Next has already acted on. */
function isNavigation(error: unknown): boolean {
  try {
    unstable_rethrow(error);
    return false;
  } catch {
    return true;
  }
}
