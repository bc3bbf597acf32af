'use client';

import { useId, useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react';

import classes from './dialog.module.css';

interface DialogProps {
  title: string;
  /** What it is about, read out together with the title. */
  description?: ReactNode;
  /** `alertdialog` where something is lost unless the person answers. */
  role?: 'dialog' | 'alertdialog';
  /** Where focus starts; else at the first control. */
  initialFocus?: RefObject<HTMLElement | null>;
  /** False while closing would lose an answer that is on its way. */
  dismissible?: boolean;
  /** The server's HTML shows the dialog at once, for pages that were asked for with the question in their address. */
  openFromStart?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/**
 * A modal dialog, the browser's own: it traps focus, makes the page behind it inert, closes on Escape and gives focus
 * back to where it was. Rendered only while it is open.
 */
export function Dialog({
  title,
  description,
  role = 'dialog',
  initialFocus,
  dismissible = true,
  openFromStart,
  onClose,
  children,
}: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const descriptionId = useId();

  // Layout: the dialog must be closed before it leaves the document, or focus does not return.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return;
    // Open as in the server's HTML is not modal: it has to be closed before it can be opened as modal.
    element.removeAttribute('open');
    const { documentElement: root } = document;
    root.style.setProperty('--scrollbar-width', `${window.innerWidth - root.clientWidth}px`);
    element.showModal();
    initialFocus?.current?.focus();
    return () => element.close();
  }, [initialFocus]);

  return (
    <dialog
      ref={dialog}
      className={classes.dialog}
      role={role === 'alertdialog' ? role : undefined}
      aria-labelledby={titleId}
      aria-describedby={description ? descriptionId : undefined}
      open={openFromStart}
      // A click beside it closes it, where the browser knows how.
      closedby={dismissible ? 'any' : 'none'}
      onCancel={(event) => {
        event.preventDefault();
        if (dismissible) onClose();
      }}
    >
      <div className={classes.content}>
        <h2 className={classes.title} id={titleId}>
          {title}
        </h2>
        {description && (
          <div id={descriptionId} className={classes.description}>
            {description}
          </div>
        )}
        {children}
      </div>
    </dialog>
  );
}

/** The ways out of a dialog, at its end. They are children of a form or stand by themselves. */
export function DialogButtons({ children }: { children: ReactNode }) {
  return <div className={classes.buttons}>{children}</div>;
}
