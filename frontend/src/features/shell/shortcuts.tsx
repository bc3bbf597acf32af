'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useSyncExternalStore } from 'react';

import { areShortcutsOn, shortcutsHelp } from './shortcuts-store';
import type { ShortcutPlace } from './shortcuts-dialog';

const ShortcutsDialog = dynamic(() => import('./shortcuts-dialog').then((module) => module.ShortcutsDialog), {
  ssr: false,
});

/** How long `g` waits for the key that says where to. */
const SEQUENCE_MS = 1_500;

/**
 * Single keys, for those who like them: they do nothing while something is typed or a dialog is open, and they can be
 * turned off. @see WCAG 2.2, 2.1.4
 */
export function Shortcuts({ places }: { places: ShortcutPlace[] }) {
  const router = useRouter();
  const isHelpOpen = useSyncExternalStore(shortcutsHelp.subscribe, shortcutsHelp.get, () => false);
  const goPressedAt = useRef(0);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (!isMeantForUs(event)) return;
      const place =
        Date.now() - goPressedAt.current < SEQUENCE_MS ? places.find(({ key }) => key === event.key) : undefined;
      goPressedAt.current = event.key === 'g' ? Date.now() : 0;
      if (place) router.push(place.href);
      else if (event.key === '?') shortcutsHelp.set(true);
      else if (event.key === '/') return focusOn('search', event);
      else if (event.key === 'n') return press('new', event);
      else return;
      event.preventDefault();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [places, router]);

  return isHelpOpen ? <ShortcutsDialog places={places} onClose={() => shortcutsHelp.set(false)} /> : null;
}

function isMeantForUs(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
  const target = event.target instanceof HTMLElement ? event.target : document.body;
  if (target.isContentEditable || target.closest('input, textarea, select, dialog, [popover]')) return false;
  return areShortcutsOn() && !document.querySelector('dialog:modal');
}

function focusOn(shortcut: string, event: KeyboardEvent) {
  const target = document.querySelector<HTMLElement>(`[data-shortcut="${shortcut}"]`);
  if (!target) return;
  event.preventDefault();
  target.focus();
}

function press(shortcut: string, event: KeyboardEvent) {
  const target = document.querySelector<HTMLElement>(`[data-shortcut="${shortcut}"]`);
  if (!target) return;
  event.preventDefault();
  target.click();
}
