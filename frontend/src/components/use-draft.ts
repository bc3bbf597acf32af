'use client';

import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';

/** Types of inputs whose content is not kept: secrets, choices of the moment and what the page itself put there. */
const NOT_KEPT = new Set(['password', 'hidden', 'file', 'submit', 'button']);

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

interface Draft {
  /** Whether something from an earlier visit was put back. */
  restored: boolean;
  /** Forgets the draft and puts the page's own values back. */
  discard: () => void;
  /** Forgets the draft: what was typed has been saved. */
  clear: () => void;
}

/**
 * Keeps what is typed in a form in the tab's own storage, so that it survives a session that ends, a lost connection,
 * a reload and a closed page. It is gone with the tab, on discard and when the form was saved.
 * @param key names the person and the form: nobody else who uses the tab sees it
 */
export function useDraft(form: RefObject<HTMLFormElement | null>, key: string): Draft {
  const storageKey = `latchkey.draft.${key}`;
  const [restored, setRestored] = useState(false);
  const initial = useRef<Record<string, string>>({});

  useEffect(() => {
    const element = form.current;
    if (!element) return;
    initial.current = valuesOf(element);
    const kept = read(storageKey);
    // Storage can be read only once there is a browser, which is after the first rendering.
    // oxlint-disable-next-line react/set-state-in-effect
    if (kept && fill(element, kept)) setRestored(true);
    const keep = () => write(storageKey, valuesOf(element));
    element.addEventListener('input', keep);
    return () => element.removeEventListener('input', keep);
  }, [form, storageKey]);

  const clear = useCallback(() => {
    remove(storageKey);
    setRestored(false);
  }, [storageKey]);

  const discard = useCallback(() => {
    if (form.current) fill(form.current, initial.current);
    clear();
  }, [clear, form]);

  return { restored, discard, clear };
}

/** Forgets all drafts: at sign-out, when the next person at this tab may be somebody else. */
export function forgetDrafts(): void {
  try {
    const keys = Object.keys(sessionStorage).filter((key) => key.startsWith('latchkey.draft.'));
    for (const key of keys) sessionStorage.removeItem(key);
  } catch {
    // Storage is switched off: then there are no drafts either.
  }
}

function fieldsOf(form: HTMLFormElement): Field[] {
  return [...form.elements].filter(
    (element): element is Field =>
      (element instanceof HTMLInputElement ||
        element instanceof HTMLTextAreaElement ||
        element instanceof HTMLSelectElement) &&
      element.name !== '' &&
      // A field may ask to be kept although it is hidden: the version that the person started from.
      (!NOT_KEPT.has(element.type) || element.dataset.draft === 'keep'),
  );
}

function isChoice(field: Field): field is HTMLInputElement {
  return field.type === 'radio' || field.type === 'checkbox';
}

function valuesOf(form: HTMLFormElement): Record<string, string> {
  const kept = fieldsOf(form).filter((field) => !isChoice(field) || field.checked);
  return Object.fromEntries(kept.map((field) => [field.name, field.value]));
}

/** @returns whether anything that the person can see has changed */
function fill(form: HTMLFormElement, values: Record<string, string>): boolean {
  let changed = false;
  for (const field of fieldsOf(form)) {
    const value = values[field.name];
    if (isChoice(field)) {
      changed ||= field.checked !== (value === field.value);
      field.checked = value === field.value;
    } else if (value !== undefined) {
      changed ||= field.type !== 'hidden' && field.value !== value;
      field.value = value;
    }
  }
  return changed;
}

function read(key: string): Record<string, string> | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    return typeof kept === 'object' ? (kept as Record<string, string> | null) : null;
  } catch {
    return null;
  }
}

function write(key: string, values: Record<string, string>): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(values));
  } catch {
    // Storage is full or switched off. The form works without it.
  }
}

function remove(key: string): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // As above.
  }
}
