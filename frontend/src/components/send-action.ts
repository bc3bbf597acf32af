'use client';

import { unstable_isUnrecognizedActionError, unstable_rethrow } from 'next/navigation';

import { announceOutOfDate } from './app-state';
import type { FormAction, FormState } from './form-state';
import { leaveForSessionEnd, SESSION_ENDED_PATH } from './leave';

/** `redirected`: done, and on the way to the next page. `sessionEnded`: not done, and on the way to sign in again. */
export type Outcome<T = unknown> = FormState<T> | 'redirected' | 'sessionEnded';

/** Failures that happen in the browser, where there is no answer of an action to read. */
type BrowserFailure = 'outOfReach' | 'outOfDate';

/** Calls a server action from a script, and tells apart all that can become of it. */
export async function sendAction<T>(
  action: FormAction<T>,
  data: FormData,
  sentenceFor: (code: BrowserFailure) => string,
): Promise<Outcome<T>> {
  try {
    const answer = await action(null, data);
    if (answer.ok || answer.code !== 'authentication_required') return answer;
    leaveForSessionEnd();
    return 'sessionEnded';
  } catch (error) {
    const target = redirectTarget(error);
    if (target !== null) return target.includes(SESSION_ENDED_PATH) ? 'sessionEnded' : 'redirected';
    const code: BrowserFailure = unstable_isUnrecognizedActionError(error) ? 'outOfDate' : 'outOfReach';
    if (code === 'outOfDate') announceOutOfDate();
    return { ok: false, code, message: sentenceFor(code), fieldErrors: {}, values: {} };
  }
}

/** A redirect arrives as a thrown error that Next has already acted on; where it leads stands in its digest. */
function redirectTarget(error: unknown): string | null {
  try {
    unstable_rethrow(error);
    return null;
  } catch {
    return String((error as { digest?: unknown }).digest);
  }
}
