import type { ActionResult } from '@/lib/authorized-action';

/** What a form knows of its last submit: nothing yet, done, or why not. */
export type FormState<T = unknown> = ActionResult<T>;
export type FormFailure = Extract<FormState, { ok: false }>;

/** A server action in the shape that `useActionState` asks for. */
export type FormAction<T = unknown> = (previous: FormState<T> | null, data: FormData) => Promise<FormState<T>>;

export interface FieldProblem {
  /** The id of the input, which is also where the summary's link leads. */
  fieldId: string;
  message: string;
}

/** The failed fields in the order in which the form shows them. */
export function fieldProblems(state: FormState | null, ids: Record<string, string>): FieldProblem[] {
  if (!state || state.ok) return [];
  return Object.entries(ids).flatMap(([name, fieldId]) => {
    const message = state.fieldErrors[name];
    return message ? [{ fieldId, message }] : [];
  });
}
