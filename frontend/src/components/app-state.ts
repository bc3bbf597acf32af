'use client';

import { createStore } from './store';

/** True once the server has said that it no longer knows this page's code (a new version was put in place). */
export const outOfDate = createStore(false);

export function announceOutOfDate(): void {
  outOfDate.set(true);
}
