/** One reason why one field was refused. `field` is a path such as `title` or `grants.users:read`. */
export interface FieldError {
  field: string;
  code: string;
  message: string;
}

/** What the API says in `application/problem+json`. @see RFC 9457 */
export interface ProblemBody {
  title: string;
  status: number;
  code: string;
  detail?: string;
  requestId?: string;
  errors?: FieldError[];
  /** With `session_ended`: why. */
  reason?: string;
}

/**
 * The API understood the call and refused it.
 * `digest` is the only part of an error that reaches an error page, so it carries what that page needs: no message, no input.
 */
export class ApiProblem extends Error {
  override name = 'ApiProblem';
  readonly status: number;
  /** What programs branch on, e.g. `validation_failed`, `version_mismatch`. */
  readonly code: string;
  readonly detail: string | undefined;
  readonly errors: FieldError[];
  readonly reason: string | undefined;
  readonly requestId: string | undefined;
  /** Seconds to wait, where the API named a time (429, 503). */
  readonly retryAfterSeconds: number | undefined;
  readonly digest: string;

  constructor(body: ProblemBody, retryAfterSeconds?: number) {
    super(`The API answered ${body.status} ${body.code}`);
    this.status = body.status;
    this.code = body.code;
    this.detail = body.detail;
    this.errors = body.errors ?? [];
    this.reason = body.reason;
    this.requestId = body.requestId;
    this.retryAfterSeconds = retryAfterSeconds;
    this.digest = errorDigest('problem', body.requestId);
  }
}

/** The API could not be reached in time, or answered that it is away (502, 503, 504). Nothing is known about the call. */
export class ApiUnavailable extends Error {
  override name = 'ApiUnavailable';
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly digest: string;

  constructor(requestId?: string, options?: { cause?: unknown; retryAfterSeconds?: number }) {
    super('The API is not reachable', { cause: options?.cause });
    this.requestId = requestId;
    this.retryAfterSeconds = options?.retryAfterSeconds;
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
