'use client';

import { createStore } from './store';

export interface Toast {
  id: number;
  message: string;
  tone: 'success' | 'problem';
  action?: { label: string; run: () => void };
}

const noToasts: readonly Toast[] = [];
let lastId = 0;

export const toasts = createStore<readonly Toast[]>(noToasts);

/** Shows a message in the corner for a while. An error belongs beside its cause as well: a toast is easily missed. */
export function showToast(toast: Omit<Toast, 'id'>): void {
  lastId += 1;
  // One and the same sentence twice is a double click, not two pieces of news.
  const others = toasts.get().filter((shown) => shown.message !== toast.message);
  toasts.set([...others.slice(-2), { ...toast, id: lastId }]);
}

export function dismissToast(id: number): void {
  toasts.set(toasts.get().filter((toast) => toast.id !== id));
}

/** What is on the screen before any script has run. */
export const serverToasts = () => noToasts;
