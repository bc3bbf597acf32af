'use client';

import { createStore } from '@/components/store';

/** Where the choice is kept, in this browser. */
const STORAGE_KEY = 'latchkey.shortcuts';

export const shortcutsHelp = createStore(false);

export function areShortcutsOn(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) !== 'off';
  } catch {
    return true;
  }
}

export function setShortcutsOn(on: boolean): void {
  try {
    if (on) localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, 'off');
  } catch {
    // Storage is switched off: the choice holds until the page is left.
  }
}
