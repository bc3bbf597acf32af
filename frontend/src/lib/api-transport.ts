import { bearer, type Client, createClient, type Problem, Unavailable } from '@latchkey/client';

import { env } from './env';
import { ApiProblem, ApiUnavailable } from './problem';
import { signWebClient, WEB_CLIENT_HEADER } from './web-client';

/** For whom a call is made. `unconfirmed`: see lib/web-client.ts. */
export interface CallContext {
  requestId: string;
  clientIp: string;
  /** What the browser calls itself: the person's own list of devices names it. */
  userAgent: string;
  unconfirmed: boolean;
  /** Id of the device, where the account in question has signed in on it before. */
  device?: string | null;
}

interface CallerOptions {
  /** Of whoever is signed in. */
  accessToken?: string;
  timeoutMs?: number;
  /** Told of a refusal before it is thrown; may throw something else. */
  onRefusal?: (problem: ApiProblem) => void;
}

/** How long a call may take, answer included. Long enough for a hashed password in a queue, short enough for a person. */
const TIMEOUT_MS = 5_000;

const USER_AGENT_LENGTH = 512;

/**
 * The only way to the API. Adds the web app's proof of itself, follows no redirect, keeps nothing in a cache, and repeats
 * nothing: whoever waits for a page is told sooner.
 * A call throws `ApiProblem` when the API refused, `ApiUnavailable` when it did not answer in time, or answered that it is away.
 */
export function clientFor(context: CallContext, options: CallerOptions = {}): Client {
  const { accessToken, timeoutMs = TIMEOUT_MS, onRefusal } = options;
  return createClient({
    url: env().apiUrl,
    auth: accessToken === undefined ? undefined : bearer(accessToken),
    timeoutMs,
    retries: 0,
    fetch: (request) => fetch(signed(request, context)),
    throwAs: (error) => {
      const own = ownErrorOf(error, context);
      if (own instanceof ApiProblem) onRefusal?.(own);
      return own;
    },
  });
}

function signed(request: Request, context: CallContext): Request {
  const { clientIp: ip, requestId, unconfirmed, device = null } = context;
  const claim = { ip, requestId, unconfirmed, device };
  request.headers.set(WEB_CLIENT_HEADER, signWebClient(claim, env().webClientSecret));
  // The only word of the browser's that is passed on. Cut, because a header may be as long as its sender likes.
  request.headers.set('User-Agent', context.userAgent.slice(0, USER_AGENT_LENGTH) || 'unknown');
  return request;
}

/** As error pages know it. */
function ownErrorOf(error: Problem | Unavailable, { requestId }: CallContext): ApiProblem | ApiUnavailable {
  const { retryAfterSeconds } = error;
  if (error instanceof Unavailable) return new ApiUnavailable(requestId, { cause: error.cause, retryAfterSeconds });
  return new ApiProblem({ ...error.body, requestId: error.requestId ?? requestId }, retryAfterSeconds);
}
