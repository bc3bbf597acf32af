import { Problem } from '../http/problem';

/** @param pauseMs after which the caller may come again; whole seconds are told, and one at least */
export function tooMany(pauseMs: number): Problem {
  return new Problem('too_many_requests', { retryAfterSeconds: Math.max(1, Math.ceil(pauseMs / 1000)) });
}
