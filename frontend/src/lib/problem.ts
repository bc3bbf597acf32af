import { Problem, Unavailable, type ProblemBody } from '@latchkey/client';

/**
 * The API understood the call and refused it.
 * `digest` is the only part of an error that reaches an error page, so it carries what that page needs: no message, no input.
 */
export class ApiProblem extends Problem {
  override name = 'ApiProblem';
  readonly digest: string;

  constructor(body: ProblemBody, retryAfterSeconds?: number) {
    super(body, retryAfterSeconds);
    this.digest = errorDigest('problem', body.requestId);
  }
}

/** The API could not be reached in time, or answered that it is away (502, 503, 504). Nothing is known about the call. */
export class ApiUnavailable extends Unavailable {
  override name = 'ApiUnavailable';
  readonly digest: string;

  constructor(requestId?: string, options?: { cause?: unknown; retryAfterSeconds?: number }) {
    super({ ...options, requestId });
    this.digest = errorDigest('unavailable', requestId);
  }
}

export type ErrorKind = 'unavailable' | 'problem' | 'other';

/** Packs what an error page may know into the one string that Next hands to it. */
export function errorDigest(kind: ErrorKind, requestId?: string): string {
  return `latchkey;${kind};${requestId ?? ''}`;
}

/** Reads a digest of ours, or of any other error: then the digest itself is the reference that the log shows too. */
export function readErrorDigest(digest: string | undefined): { kind: ErrorKind; reference: string } {
  const [mark, kind, reference = ''] = digest?.split(';') ?? [];
  if (mark === 'latchkey' && (kind === 'unavailable' || kind === 'problem')) return { kind, reference };
  return { kind: 'other', reference: digest ?? '' };
}
