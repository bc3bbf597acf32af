'use client';

/** How long before the end the person is asked. */
export const WARN_BEFORE_MS = 2 * 60_000;

/** Answers when the session ends, without renewing it. */
export const SESSION_CLOCK_PATH = '/session-clock';

/** @returns epoch milliseconds; null when nobody is signed in; `unknown` when the server cannot be asked */
export async function readSessionEnd(): Promise<number | null | 'unknown'> {
  try {
    const response = await fetch(SESSION_CLOCK_PATH, { cache: 'no-store' });
    if (!response.ok) return 'unknown';
    const { endsInMs } = (await response.json()) as { endsInMs: number | null };
    // A duration, not a moment: the clocks of the server and of this machine may differ.
    return endsInMs === null ? null : Date.now() + endsInMs;
  } catch {
    return 'unknown';
  }
}

/** Uses the session, which moves its end. @returns as {@link readSessionEnd} */
export async function extendSession(): Promise<number | null | 'unknown'> {
  try {
    const response = await fetch('/api/auth/session', { cache: 'no-store' });
    if (!response.ok) return 'unknown';
    const session = (await response.json()) as { user?: unknown; error?: 'SessionEnded' | 'Unavailable' } | null;
    if (session?.error === 'Unavailable') return 'unknown';
    if (!session?.user || session.error) return null;
    return await readSessionEnd();
  } catch {
    return 'unknown';
  }
}
