/** Every refusal of the API: `code` is what programs branch on. Codes are only ever added. */
export const PROBLEMS = {
  malformed_request: { status: 400, title: 'The request could not be read.' },
  invalid_credentials: { status: 401, title: 'Wrong e-mail or password.' },
  invalid_proof: { status: 401, title: 'What the provider said could not be verified. Begin again.' },
  authentication_required: { status: 401, title: 'This needs an access token.' },
  invalid_token: { status: 401, title: 'The token is not valid or no longer valid.' },
  session_ended: { status: 401, title: 'The session has ended. Sign in again.' },
  permission_denied: { status: 403, title: 'This is not allowed for you.' },
  reauthentication_required: { status: 403, title: 'Prove who you are again to do this.' },
  email_not_verified: { status: 403, title: 'The provider has not verified your e-mail address.' },
  not_found: { status: 404, title: 'There is no such thing, or not for you.' },
  method_not_allowed: { status: 405, title: 'This address does not know that method.' },
  conflict: { status: 409, title: 'A rule of the data stands against this.' },
  account_exists: { status: 409, title: 'There is an account with this address. Sign in as before, then link it.' },
  version_mismatch: { status: 412, title: 'It was changed by someone else in the meantime.' },
  payload_too_large: { status: 413, title: 'The request is too large.' },
  uri_too_long: { status: 414, title: 'The address is too long.' },
  unsupported_media_type: { status: 415, title: 'Send JSON: `Content-Type: application/json`.' },
  validation_failed: { status: 422, title: 'Some fields need another value.' },
  too_many_requests: { status: 429, title: 'Too many attempts. Try again later.' },
  headers_too_large: { status: 431, title: 'The headers are too large.' },
  internal_error: { status: 500, title: 'Something went wrong here. Try again.' },
  unavailable: { status: 503, title: 'The service is away for a moment. Try again soon.' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

export const ENDED_REASONS = [
  'signed_out',
  'replayed',
  'password_changed',
  'revoked',
  'disabled',
  'deleted',
  'expired',
  'superseded',
] as const;

/** Why a session ended. */
export type EndedReason = (typeof ENDED_REASONS)[number];

/** What is wrong with one field. `code` is for programs, `message` for people. */
export interface FieldError {
  /** Path of the field, e.g. `email` or `grants.users:read`. */
  field: string;
  code: string;
  message: string;
}

export interface ProblemExtra {
  /** One sentence for people; never a secret, SQL, or an echo of the input. */
  detail?: string;
  errors?: FieldError[];
  /** Why a session ended, for whoever proves with a genuine token that it was theirs. */
  reason?: EndedReason;
  /** For 429 and 503. */
  retryAfterSeconds?: number;
}

/**
 * The only way to refuse a request.
 * @see RFC 9457
 */
export class Problem extends Error {
  override name = 'Problem';

  constructor(
    readonly code: ProblemCode,
    readonly extra: ProblemExtra = {},
  ) {
    super(extra.detail ?? PROBLEMS[code].title);
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

/** A refusal of one field. */
export function invalidField(field: string, code: string, message: string): Problem {
  return new Problem('validation_failed', { errors: [{ field, code, message }] });
}

/** The JSON of a problem answer. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  detail?: string;
  requestId: string;
  errors?: FieldError[];
  reason?: EndedReason;
}

export function problemBody(problem: Problem, requestId: string): ProblemBody {
  const { status, title } = PROBLEMS[problem.code];
  const { detail, errors, reason } = problem.extra;
  return {
    type: `urn:latchkey:problem:${problem.code}`,
    title,
    status,
    code: problem.code,
    ...(detail !== undefined && { detail }),
    requestId,
    ...(errors && { errors }),
    ...(reason !== undefined && { reason }),
  };
}

/**
 * Headers that belong to a refusal.
 * @see RFC 6750 section 3, RFC 9110 section 10.2.3
 */
export function problemHeaders(problem: Problem): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'application/problem+json; charset=utf-8' };
  if (problem.status === 401) headers['www-authenticate'] = challengeFor(problem.code);
  if (problem.status === 429 || problem.status === 503) {
    headers['retry-after'] = String(Math.ceil(problem.extra.retryAfterSeconds ?? 5));
  }
  return headers;
}

function challengeFor(code: ProblemCode): string {
  // RFC 6750 section 3.1: a request without any token gets no error code.
  if (code === 'authentication_required') return 'Bearer realm="latchkey"';
  return `Bearer realm="latchkey", error="${code}"`;
}
