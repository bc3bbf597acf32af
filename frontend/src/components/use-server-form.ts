'use client';

import { unstable_isUnrecognizedActionError, unstable_rethrow } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useActionState, useRef, useState, useTransition, type SubmitEvent } from 'react';

import { announceOutOfDate } from './app-state';
import type { FormAction, FormState } from './form-state';
import { leaveForSessionEnd, SESSION_ENDED_PATH } from './leave';

interface Options<T> {
  /** Called before the request leaves: the place for optimistic state (it runs inside the transition). */
  onSend?: (data: FormData) => void;
  onSettled?: (outcome: Outcome<T>) => void;
}

/** `redirected`: done, and on the way to the next page. `sessionEnded`: not done, and on the way to sign in again. */
export type Outcome<T = unknown> = FormState<T> | 'redirected' | 'sessionEnded';

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
      if (typeof outcome === 'object') setAnswered(outcome);
      onSettled?.(outcome);
    });
  }

  return { state: answered ?? posted, pending, formProps: { action: formAction, onSubmit: submit } };
}

async function send<T>(
  action: FormAction<T>,
  data: FormData,
  sentenceFor: (code: BrowserFailure) => string,
): Promise<Outcome<T>> {
  try {
    const answer = await action(null, data);
    if (answer.ok || answer.code !== 'authentication_required') return answer;
    leaveForSessionEnd();
    return 'sessionEnded';
  } catch (error) {
    const target = redirectTarget(error);
    if (target !== null) return target.includes(SESSION_ENDED_PATH) ? 'sessionEnded' : 'redirected';
    const code: BrowserFailure = unstable_isUnrecognizedActionError(error) ? 'outOfDate' : 'outOfReach';
    if (code === 'outOfDate') announceOutOfDate();
    return { ok: false, code, message: sentenceFor(code), fieldErrors: {}, values: {} };
  }
}

/** A redirect arrives as a thrown error that Next has already acted on; where it leads stands in its digest. */
function redirectTarget(error: unknown): string | null {
  try {
    unstable_rethrow(error);
    return null;
  } catch {
    return String((error as { digest?: unknown }).digest);
  }
}
