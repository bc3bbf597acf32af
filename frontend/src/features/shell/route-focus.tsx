'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';

/** After each navigation focus goes to the title of the new page: the keyboard and the screen reader start there. */
export function RouteFocus() {
  const path = usePathname();
  const shown = useRef(path);

  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }, [path]);

  return null;
}
