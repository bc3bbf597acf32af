'use client';

import { Button } from '@mantine/core';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';

import { Dialog, DialogButtons } from './dialog';
import { isLeavingForcibly } from './leave';

/**
 * Asks before a form with unsaved changes is left: by a link of the app with a dialog, by anything else with the
 * browser's own question. Back and Forward cannot be held up; for them the draft is kept.
 * @returns the dialog while it asks, to be rendered beside the form
 */
export function useLeaveGuard(form: RefObject<HTMLFormElement | null>, { onLeave }: { onLeave?: () => void } = {}) {
  const initial = useRef('');
  const isDirty = () => form.current !== null && snapshot(form.current) !== initial.current;
  const question = useLeaveQuestion(isDirty, { onLeave });

  useEffect(() => {
    if (form.current) initial.current = snapshot(form.current);
  }, [form]);

  /** The form's content is safe now: from here on it counts as unchanged. */
  function markSaved() {
    if (form.current) initial.current = snapshot(form.current);
  }

  return { question, markSaved };
}

/** What the question says. */
interface LeaveWords {
  title: string;
  text: string;
  stay: string;
  go: string;
}

interface LeaveOptions {
  onLeave?: (() => void) | undefined;
  /** Where it is not about unsaved changes. */
  words?: LeaveWords;
}

/**
 * Asks before a page is left on which something would be lost.
 * @returns the dialog while it asks, to be rendered
 */
export function useLeaveQuestion(wouldLose: () => boolean, { onLeave, words }: LeaveOptions = {}): ReactNode {
  const [target, setTarget] = useState<Route | null>(null);
  const isLeaving = useRef(false);
  const latest = useRef(wouldLose);

  // No effect event: a page that is left by a script may be in the middle of rendering, where React lets none be called.
  useEffect(() => {
    latest.current = wouldLose;
  });

  useEffect(() => {
    const mustAsk = () => !isLeaving.current && !isLeavingForcibly() && latest.current();

    function onClick(event: MouseEvent) {
      const href = ownLink(event);
      if (!href || !mustAsk()) return;
      event.preventDefault();
      event.stopPropagation();
      setTarget(href);
    }
    function onBeforeUnload(event: BeforeUnloadEvent) {
      if (mustAsk()) event.preventDefault();
    }
    // Capture: before the router sees the click.
    document.addEventListener('click', onClick, true);
    window.addEventListener('beforeunload', onBeforeUnload);
    return () => {
      document.removeEventListener('click', onClick, true);
      window.removeEventListener('beforeunload', onBeforeUnload);
    };
  }, []);

  return (
    target && (
      <LeaveQuestion
        target={target}
        words={words}
        onStay={() => setTarget(null)}
        onLeave={() => {
          isLeaving.current = true;
          setTarget(null);
          onLeave?.();
        }}
      />
    )
  );
}

interface LeaveQuestionProps {
  target: Route;
  words: LeaveWords | undefined;
  onStay: () => void;
  onLeave: () => void;
}

function LeaveQuestion({ target, words, onStay, onLeave }: LeaveQuestionProps) {
  const t = useTranslations('common');
  const router = useRouter();
  const stay = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      title={words?.title ?? t('leaveTitle')}
      description={words?.text ?? t('leaveText')}
      role="alertdialog"
      initialFocus={stay}
      onClose={onStay}
    >
      <DialogButtons>
        <Button variant="default" ref={stay} onClick={onStay}>
          {words?.stay ?? t('leaveStay')}
        </Button>
        <Button
          color="red"
          onClick={() => {
            onLeave();
            router.push(target);
          }}
        >
          {words?.go ?? t('leaveGo')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

/** What the form would send, without what React and the page put there. */
function snapshot(form: HTMLFormElement): string {
  const typed = [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && !name.startsWith('$'));
  return JSON.stringify(typed);
}

/** Where a plain click on a link of this app would lead, other than to a place on this page. */
function ownLink(event: MouseEvent): Route | null {
  if (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  ) {
    return null;
  }
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!(link instanceof HTMLAnchorElement) || link.target || link.origin !== window.location.origin) return null;
  const isHere = link.pathname === window.location.pathname && link.search === window.location.search;
  return isHere ? null : ((link.pathname + link.search) as Route);
}
