'use client';

import { Button, type ButtonProps } from '@mantine/core';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef, useState, type ReactNode, type Ref, type SubmitEvent } from 'react';

import classes from './confirm-act.module.css';
import { Dialog, DialogButtons } from './dialog';
import type { FormAction, FormFailure, FormState } from './form-state';
import { Message, Reference } from './message';
import { ProofLink } from './proof-link';
import { useServerForm } from './use-server-form';

interface ConfirmActProps {
  /** Words on the button that asks the question, e.g. "Disable". */
  label: string;
  /** Its full name where the words alone would be the same in every row: "Sign out Firefox on Windows". */
  accessibleName?: string;
  button?: Pick<ButtonProps, 'variant' | 'color' | 'size'>;
  /** The question, naming the thing: "Disable Ada Lovelace?". */
  title: string;
  /** What will happen, and what will not. */
  children: ReactNode;
  /** Names the act: "Disable Ada Lovelace". */
  confirmLabel: string;
  /** Whether the act takes something away: the button warns. */
  destructive?: boolean;
  action: FormAction;
  /** Hidden fields of the act. */
  fields: Record<string, string>;
  /** This page without the question, where Cancel leads. */
  here: Route;
  /** The value of `?confirm=` that asks this question, so that it can be asked without scripts. */
  confirmId: string;
  /** Whether the address asks it now. */
  asked: boolean;
  /** Choices that belong to the question, before its button; without scripts they go into the address with it. */
  controls?: ReactNode;
  /** Hides the dialog as soon as the answer is sent; what asked shows the progress, and the problem if there is one. */
  optimistic?: { onSend: () => void; onProblem: (problem: FormFailure, askAgain: () => void) => void };
}

/** The query parameter that asks a question of the page. */
export const CONFIRM_PARAM = 'confirm';

/**
 * A button for an act that cannot be taken back: it asks first, names the thing and the consequence, and starts at Cancel.
 * The button is a form of its own: without scripts it fetches this page with the question in it.
 */
export function ConfirmAct(props: ConfirmActProps) {
  const { label, accessibleName, button, here, confirmId, asked, controls } = props;
  const router = useRouter();
  const [open, setOpen] = useState(asked);

  function ask(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    setOpen(true);
  }

  function close() {
    setOpen(false);
    if (asked) router.replace(here, { scroll: false });
  }

  return (
    <>
      <form action={here.split('?')[0]} onSubmit={ask} className={classes.trigger}>
        {Array.from(new URLSearchParams(here.split('?')[1]), ([name, value]) => (
          <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name={CONFIRM_PARAM} value={confirmId} />
        {controls}
        <Button type="submit" variant="default" {...button} aria-label={accessibleName} aria-haspopup="dialog">
          {label}
        </Button>
      </form>
      {open && <Question {...props} onClose={close} onAskAgain={() => setOpen(true)} />}
    </>
  );
}

function Question(props: ConfirmActProps & { onClose: () => void; onAskAgain: () => void }) {
  const { title, children, confirmLabel, destructive = false, action, fields, asked, optimistic, onClose } = props;
  const cancel = useRef<HTMLButtonElement>(null);
  const form = useServerForm(action, {
    onSend() {
      if (!optimistic) return;
      optimistic.onSend();
      onClose();
    },
    onSettled(outcome) {
      if (typeof outcome !== 'object' || outcome.ok) onClose();
      else optimistic?.onProblem(outcome, props.onAskAgain);
    },
  });
  return (
    <Dialog
      title={title}
      description={children}
      role="alertdialog"
      initialFocus={cancel}
      dismissible={!form.pending}
      openFromStart={asked}
      onClose={onClose}
    >
      <Refusal state={form.state} />
      <form {...form.formProps}>
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <DialogButtons>
          <CancelButton ref={cancel} onCancel={() => !form.pending && onClose()} />
          <Button type="submit" color={destructive ? 'red' : undefined} loading={form.pending}>
            {confirmLabel}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

/** Why the act was not done, where it was asked for. */
function Refusal({ state }: { state: FormState | null }) {
  const t = useTranslations('common');
  if (!state || state.ok) return null;
  return (
    <Message tone="bad" role="alert">
      <p>{state.message}</p>
      <ProofLink failure={state} />
      <Reference label={t('reference')} id={state.requestId} />
    </Message>
  );
}

/** Closes the dialog without scripts too: that is what the method `dialog` does. */
function CancelButton({ ref, onCancel }: { ref: Ref<HTMLButtonElement>; onCancel: () => void }) {
  const t = useTranslations('common');
  return (
    <Button
      type="submit"
      formMethod="dialog"
      formNoValidate
      ref={ref}
      variant="default"
      autoFocus
      onClick={(event) => {
        event.preventDefault();
        onCancel();
      }}
    >
      {t('cancel')}
    </Button>
  );
}
