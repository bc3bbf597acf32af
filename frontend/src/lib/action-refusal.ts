import 'server-only';

import type { FieldError } from '@latchkey/client';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';

import { ApiProblem, ApiUnavailable } from './problem';
import { requestContext } from './request-context';

/** Why an action did nothing, in the words of the person's language. */
export interface Refusal {
  ok: false;
  /** The API's `code`, or `authentication_required`, `permission_denied`, `foreign_origin`, `internal_error`. */
  code: string;
  message: string;
  /** One sentence a field. */
  fieldErrors: Record<string, string>;
  /** What was typed, without secrets. */
  values: Record<string, string>;
  /** What to quote when asking for help. */
  requestId?: string;
}

type Translator = Awaited<ReturnType<typeof getTranslations<never>>>;
type Reason = { code: string; message?: string; fieldErrors?: Record<string, string>; requestId?: string };

/** @param reason a code, or what was thrown or found: a schema's findings, an answer of the API, anything else */
export async function refusalOf(reason: unknown, values: Record<string, string>): Promise<Refusal> {
  const t = await getTranslations();
  const { requestId } = await requestContext();
  const { code, message, fieldErrors = {}, requestId: answered } = explain(reason, t);
  return {
    ok: false,
    code,
    message: message ?? sentence(t, code),
    fieldErrors,
    values,
    requestId: answered ?? requestId,
  };
}

function explain(reason: unknown, t: Translator): Reason {
  if (typeof reason === 'string') return { code: reason };
  if (reason instanceof z.ZodError) return { code: 'validation_failed', fieldErrors: fieldErrorsOf(reason, t) };
  if (reason instanceof ApiUnavailable) return { code: 'unavailable', requestId: reason.requestId };
  if (reason instanceof ApiProblem) return explainProblem(reason, t);
  return { code: 'internal_error' };
}

function explainProblem(problem: ApiProblem, t: Translator): Reason {
  const { code, detail, errors, requestId, retryAfterSeconds } = problem;
  const fieldErrors = firstOfEach(errors.map((error) => [error.field, wordsFor(error, t)]));
  if (code === 'too_many_requests') {
    return { code, message: waitSentence(t, retryAfterSeconds ?? 60), fieldErrors, requestId };
  }
  return { code, message: detail, fieldErrors, requestId };
}

function waitSentence(t: Translator, seconds: number): string {
  if (seconds < 60) return t('errors.waitSeconds', { seconds: Math.max(1, seconds) });
  return t('errors.codes.too_many_requests', { minutes: Math.ceil(seconds / 60) });
}

/** The sentence for a code in our language; the general one for a code that this release does not know. */
function sentence(t: Translator, code: string): string {
  const key = `errors.codes.${code}`;
  return t(hasMessage(t, key) ? key : 'errors.codes.internal_error');
}

/** The API's own sentence is English: ours comes first where there is one for the code. */
function wordsFor(error: FieldError, t: Translator): string {
  const key = `errors.fields.${error.code}`;
  return hasMessage(t, key) ? t(key) : error.message;
}

/**
 * A schema names the sentence it wants as the key of a message, e.g. `z.string().min(1, 'auth.signIn.emailMissing')`;
 * everything else gets a general sentence by the kind of finding.
 */
function fieldErrorsOf(error: z.ZodError, t: Translator): Record<string, string> {
  return firstOfEach(
    error.issues.map((issue) => {
      const field = issue.path.join('.') || (issue.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : '');
      const general = `errors.fields.${issue.code}`;
      if (hasMessage(t, issue.message)) return [field, t(issue.message)];
      return [field, t(hasMessage(t, general) ? general : 'errors.fields.invalid')];
    }),
  );
}

function firstOfEach(entries: [string, string][]): Record<string, string> {
  return Object.fromEntries(entries.toReversed());
}

/** Narrows a key made at run time to one that the messages have. */
function hasMessage(t: Translator, key: string): key is Parameters<Translator>[0] {
  return t.has(key as Parameters<Translator['has']>[0]);
}
