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
export function useLeaveGuard(form: RefObject<HTMLFormElement | null>, { onLeave }: { onLeave: () => void }) {
  const [target, setTarget] = useState<Route | null>(null);
  const initial = useRef('');
  const saved = useRef(false);

  useEffect(() => {
    const element = form.current;
    if (!element) return;
    initial.current = snapshot(element);
    const isDirty = () => !saved.current && !isLeavingForcibly() && snapshot(element) !== initial.current;

    function onClick(event: MouseEvent) {
      const href = ownLink(event);
      if (!href || !isDirty()) return;
      event.preventDefault();
      event.stopPropagation();
      setTarget(href);
    }
    function onBeforeUnload(event: BeforeUnloadEvent) {
      if (isDirty()) event.preventDefault();
    }
    // Capture: before the router sees the click.
    document.addEventListener('click', onClick, true);
    window.addEventListener('beforeunload', onBeforeUnload);
    return () => {
      document.removeEventListener('click', onClick, true);
      window.removeEventListener('beforeunload', onBeforeUnload);
    };
  }, [form]);

  /** The form's content is safe now: from here on it counts as unchanged. */
  function markSaved() {
    if (form.current) initial.current = snapshot(form.current);
  }

  const question: ReactNode = target && (
    <LeaveQuestion
      target={target}
      onStay={() => setTarget(null)}
      onLeave={() => {
        saved.current = true;
        setTarget(null);
        onLeave();
      }}
    />
  );
  return { question, markSaved };
}

function LeaveQuestion({ target, onStay, onLeave }: { target: Route; onStay: () => void; onLeave: () => void }) {
  const t = useTranslations('common');
  const router = useRouter();
  const stay = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      title={t('leaveTitle')}
      description={t('leaveText')}
      role="alertdialog"
      initialFocus={stay}
      onClose={onStay}
    >
      <DialogButtons>
        <Button variant="default" ref={stay} onClick={onStay}>
          {t('leaveStay')}
        </Button>
        <Button
          color="red"
          onClick={() => {
            onLeave();
            router.push(target);
          }}
        >
          {t('leaveGo')}
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
