import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateBy, type ValidationArguments } from 'class-validator';

/** What a piece of text written by a person must keep to. Lengths are in characters (code points), after tidying. */
export interface TextRule {
  min?: number;
  max: number;
  /** May hold line breaks and tabs, and keeps its blanks at both ends. */
  lines?: boolean;
}

/**
 * Controls, halves of surrogate pairs (stored as something else than what was sent), line separators, and the marks
 * that turn the writing direction around and so can disguise a name.
 */
const UNSHOWABLE_IN_LINE = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;
const UNSHOWABLE_IN_LINES = /\p{Cs}|(?![\n\t])\p{Cc}/u;

/** One spelling for one text: NFC, `\n` as the only line break, no blanks around a single line. */
export function tidyText(input: string, { lines = false }: Pick<TextRule, 'lines'> = {}): string {
  const text = input.normalize('NFC');
  return lines ? text.replace(/\r\n?/g, '\n') : text.trim();
}

/** Says in a sentence what keeps `text` from fitting the rule, or nothing when it fits. */
export function textFault(text: unknown, { min = 1, max, lines = false }: TextRule): string | undefined {
  if (typeof text !== 'string') return 'Must be text.';
  const unshowable = lines ? UNSHOWABLE_IN_LINES : UNSHOWABLE_IN_LINE;
  if (unshowable.test(text)) return 'Has characters that cannot be shown. Remove them.';
  const length = characterCount(text);
  if (length < min) return min === 1 ? 'Must not be empty.' : `Must have at least ${min} characters.`;
  if (length > max) return `Must have at most ${max} characters.`;
  return undefined;
}

/**
 * Text written by a person: tidied (see {@link tidyText}), then held to the rule.
 * Used instead of `@Length`, which does not count U+FE0E and U+FE0F and so lets through more than a column holds.
 */
export function Text(rule: TextRule): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? tidyText(value, rule) : value)),
    ValidateBy({
      name: 'text',
      validator: {
        validate: (value: unknown) => textFault(value, rule) === undefined,
        defaultMessage: (args?: ValidationArguments) => textFault(args?.value, rule) ?? '',
      },
    }),
    ApiProperty({ type: 'string', minLength: rule.min ?? 1, maxLength: rule.max }),
  );
}

/** The pattern of `LIKE ? ESCAPE '!'` for what contains `text`: nothing in it acts as a wildcard. */
export function likeContains(text: string): string {
  // Not `\`, which MySQL also reads as an escape inside a string literal and SQLite does not.
  return `%${text.replace(/[!%_]/g, '!$&')}%`;
}

function characterCount(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
