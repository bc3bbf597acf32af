'use client';

import { useTranslations } from 'next-intl';
import { useActionState, useRef, useState, useTransition, type SubmitEvent } from 'react';

import type { FormAction, FormState } from './form-state';
import { askForProof, isProofRequired } from './proof';
import { sendAction, type Outcome } from './send-action';

const PROOF_IS_KNOWN_MS = 1_000;

interface Options<T> {
  /** Called before the request leaves: the place for optimistic state (it runs inside the transition). */
  onSend?: (data: FormData) => void;
  onSettled?: (outcome: Outcome<T>) => void;
}

/**
 * A form around a server action that works without scripts and loses nothing with them. Where the act takes a fresh
 * proof of identity it asks for the password and sends again: the person meant to do one thing, and does one.
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
    send(data, (outcome) => {
      if (!isProofRequired(outcome)) return settle(outcome);
      // Not awaited in the transition: React would hold the question's own form back until this one is done.
      void askForProof().then((isProven) => (isProven ? sendProven(data) : settle(outcome)));
    });
  }

  /** The instance that answers may have read the session a moment before the proof: within a second it knows. */
  function sendProven(data: FormData) {
    send(data, (outcome) => {
      if (isProofRequired(outcome)) setTimeout(() => send(data, settle), PROOF_IS_KNOWN_MS);
      else settle(outcome);
    });
  }

  function send(data: FormData, onAnswer: (outcome: Outcome<T>) => void) {
    startTransition(async () => {
      onSend?.(data);
      onAnswer(await sendAction(action, data, (code) => t(code)));
    });
  }

  function settle(outcome: Outcome<T>) {
    sending.current = false;
    if (typeof outcome === 'object') setAnswered(outcome);
    onSettled?.(outcome);
  }

  return { state: answered ?? posted, pending, formProps: { action: formAction, onSubmit: submit } };
}
