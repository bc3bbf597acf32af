import type { components } from './api-schema.ts';

/** One reason why one field was refused. `field` is a path such as `title` or `grants.users:read`. */
export type FieldError = components['schemas']['FieldErrorDto'];

type KnownCode = components['schemas']['ProblemDto']['code'];
/** Codes are only ever added: a newer API may know more. */
export type ProblemCode = KnownCode | (string & Record<never, never>);

/** What the API says in `application/problem+json`. @see RFC 9457 */
export interface ProblemBody {
  title: string;
  status: number;
  code: ProblemCode;
  detail?: string;
  requestId?: string;
  errors?: FieldError[];
  /** With `session_ended`: why. */
  reason?: string;
}

/** The API understood the call and refused it. */
export class Problem extends Error {
  override name = 'Problem';
  /** As it came. */
  readonly body: ProblemBody;
  readonly status: number;
  /** What programs branch on, e.g. `validation_failed`, `version_mismatch`. */
  readonly code: ProblemCode;
  /** One sentence for people, where there is more to say than the title. */
  readonly detail: string | undefined;
  readonly errors: FieldError[];
  readonly reason: string | undefined;
  /** To quote when asking for help. */
  readonly requestId: string | undefined;
  /** Seconds to wait, where the API named a time. */
  readonly retryAfterSeconds: number | undefined;

  constructor(body: ProblemBody, retryAfterSeconds?: number) {
    super(`The API answered ${body.status} ${body.code}: ${body.detail ?? body.title}`);
    this.body = body;
    this.status = body.status;
    this.code = body.code;
    this.detail = body.detail;
    this.errors = body.errors ?? [];
    this.reason = body.reason;
    this.requestId = body.requestId;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * The API did not answer in time, could not be reached, or says that it is away (502, 503, 504). Whether it did what was
 * asked for is not known.
 */
export class Unavailable extends Error {
  override name = 'Unavailable';
  readonly requestId: string | undefined;
  /** Seconds to wait, where the API named a time. */
  readonly retryAfterSeconds: number | undefined;

  constructor(options: { cause?: unknown; requestId?: string; retryAfterSeconds?: number } = {}) {
    super('The API is not reachable', { cause: options.cause });
    this.requestId = options.requestId;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
