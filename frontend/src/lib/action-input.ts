import { z } from 'zod';

/** Fields whose content goes back to nobody, not even to whoever typed it. */
const SECRET_FIELD = /password|secret|token|otp|code$/i;

/** React's own fields in a form that was posted without scripts. */
const FRAMEWORK_FIELD = /^\$ACTION_/;

/**
 * The one argument an action acts on. React calls an action as `(input)` or as `(previousState, input)`; the previous
 * state comes from the client and is not looked at.
 */
export function inputOf(args: readonly unknown[]): unknown {
  if (args.length === 0) return {};
  if (args.length > 2) return undefined;
  const input = args.at(-1);
  return input instanceof FormData ? objectOf(input) : input;
}

/** A field that was sent once is a value, one that was sent more often is a list. */
function objectOf(form: FormData): Record<string, unknown> {
  const names = [...new Set(form.keys())].filter((name) => !FRAMEWORK_FIELD.test(name));
  // From entries, so that a field called __proto__ is a field like any other, and refused like any other.
  return Object.fromEntries(
    names.map((name) => {
      const values = form.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

/** What was typed, for showing it again beside the messages: texts only, secrets left out. */
export function valuesToShow(input: unknown): Record<string, string> {
  if (typeof input !== 'object' || input === null) return {};
  const shown = Object.entries(input).filter(([name, value]) => typeof value === 'string' && !SECRET_FIELD.test(name));
  return Object.fromEntries(shown);
}

/** Refuses fields that the schema does not know, also where its author forgot to say so. */
export function strictly<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>): z.ZodObject<Shape> {
  return schema.strict();
}
