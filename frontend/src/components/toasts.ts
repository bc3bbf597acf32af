'use client';

import { createStore } from './store';

export interface Toast {
  /** Names the occasion: the same one is not told twice. */
  id: string;
  message: string;
  tone: 'success' | 'problem';
  action?: { label: string; run: () => void };
}

const noToasts: readonly Toast[] = [];

export const toasts = createStore<readonly Toast[]>(noToasts);

/** Shows a message in the corner for a while. An error belongs beside its cause as well: a toast is easily missed. */
export function showToast({
  id = crypto.randomUUID(),
  ...toast
}: Omit<Toast, 'id'> & Partial<Pick<Toast, 'id'>>): void {
  // One and the same sentence twice is a double click, not two pieces of news.
  const others = toasts.get().filter((shown) => shown.id !== id && shown.message !== toast.message);
  toasts.set([...others.slice(-2), { ...toast, id }]);
}

export function dismissToast(id: string): void {
  toasts.set(toasts.get().filter((toast) => toast.id !== id));
}

/** What is on the screen before any script has run. */
export const serverToasts = () => noToasts;
