'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useRef, type RefObject } from 'react';

/**
 * What a popover of the browser does not do by itself: it closes once a link in it has led somewhere, and when the
 * focus leaves it, so that the focus never wanders behind it unseen.
 */
export function usePopover<Element extends HTMLElement>(): RefObject<Element | null> {
  const popover = useRef<Element>(null);
  const path = usePathname();
  const shownPath = useRef(path);

  useEffect(() => {
    if (shownPath.current === path) return;
    shownPath.current = path;
    close(popover.current);
  }, [path]);

  useEffect(() => {
    const element = popover.current;
    function onFocusOut({ relatedTarget }: FocusEvent) {
      if (relatedTarget instanceof Node && !element?.contains(relatedTarget)) close(element);
    }
    element?.addEventListener('focusout', onFocusOut);
    return () => element?.removeEventListener('focusout', onFocusOut);
  }, []);

  return popover;
}

function close(popover: HTMLElement | null): void {
  if (popover?.matches(':popover-open')) popover.hidePopover();
}
