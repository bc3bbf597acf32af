'use client';

/** Explains that a session is over, clears it and leads to the sign-in page and back. */
export const SESSION_ENDED_PATH = '/session-ended';

/** True while the page is left for a reason that the person did not choose: nothing asks whether they are sure then. */
let leavingForcibly = false;

export function isLeavingForcibly(): boolean {
  return leavingForcibly;
}

/** Goes to the page that explains how the session ended and leads back here. Drafts wait in the tab's own storage. */
export function leaveForSessionEnd(): void {
  leavingForcibly = true;
  const here = window.location.pathname + window.location.search;
  window.location.assign(`${SESSION_ENDED_PATH}?next=${encodeURIComponent(here)}`);
}
