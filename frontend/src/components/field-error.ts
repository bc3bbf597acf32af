import type { FormState } from './form-state';

/** The sentence beside a field, if it failed. */
export function errorOf(state: FormState | null, field: string): string | undefined {
  return state && !state.ok ? state.fieldErrors[field] : undefined;
}

/** What goes into a field: what was typed when the last submit failed, else what is stored. */
export function valueOf(state: FormState | null, field: string, stored: string): string {
  return state && !state.ok ? (state.values[field] ?? stored) : stored;
}
