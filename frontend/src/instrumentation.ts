import type { Instrumentation } from 'next';

/** Next calls this once when the server starts, before the first request is answered. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { boot } = await import('./lib/boot');
  boot();
}

/** What a page, action or route handler threw. The digest is what the error page shows as its reference. */
export const onRequestError: Instrumentation.onRequestError = async (error, request) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { logError } = await import('./lib/log');
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : undefined;
  // The path alone: a query may hold what somebody typed.
  logError('request_failed', error, { path: request.path.split('?')[0], digest });
};
