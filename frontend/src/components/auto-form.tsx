'use client';

import { Button } from '@mantine/core';
import type { Route } from 'next';
import { useEffect, useRef, type ReactNode } from 'react';

import classes from './auto-form.module.css';
import { useListNavigation } from './list-navigation';

interface AutoFormProps {
  /** The list's path. The fields become its query; empty ones are left out. */
  path: Route;
  /** Parts of the list's state that stay as they are. */
  keep: Record<string, string | undefined>;
  /** Names the form for screen readers. */
  label: string;
  /** `search` makes it the search landmark of the page. */
  role?: 'search';
  /** The button for where scripts are off. */
  submitLabel: string;
  children: ReactNode;
}

/** How long after the last key a search begins. */
const TYPING_PAUSE_MS = 300;

/** Choices that act by themselves: a select at once, a text after a pause. Without scripts a button sends them. */
export function AutoForm({ path, keep, label, role, submitLabel, children }: AutoFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { go } = useListNavigation();

  useEffect(() => () => clearTimeout(timer.current), []);

  function apply(how: 'push' | 'replace') {
    clearTimeout(timer.current);
    if (!form.current) return;
    const filled = [...new FormData(form.current)].filter((entry): entry is [string, string] => entry[1] !== '');
    const query = new URLSearchParams(filled).toString();
    go(query ? `${path}?${query}` : path, how);
  }

  return (
    <form
      ref={form}
      action={path}
      role={role}
      aria-label={label}
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        apply('push');
      }}
      onInput={(event) => {
        if (!(event.target instanceof HTMLInputElement)) return;
        clearTimeout(timer.current);
        // The first key of a search is a step of its own; the further ones only refine it.
        const how = event.target.defaultValue === '' ? 'push' : 'replace';
        timer.current = setTimeout(() => apply(how), TYPING_PAUSE_MS);
      }}
      onChange={(event) => {
        if (event.target instanceof HTMLSelectElement) apply('push');
      }}
    >
      {Object.entries(keep).map(
        ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
      )}
      {children}
      <Button type="submit" variant="default" className={classes.withoutScripts}>
        {submitLabel}
      </Button>
    </form>
  );
}
