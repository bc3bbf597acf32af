import { env } from './env';
import { ApiProblem, ApiUnavailable, type ProblemBody } from './problem';
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

/** How long a call may take, answer included. Long enough for a hashed password in a queue, short enough for a person. */
const TIMEOUT_MS = 5_000;

const USER_AGENT_LENGTH = 512;

const AWAY = new Set([502, 503, 504]);

/**
 * The only way to the API. Adds the web app's proof of itself, follows no redirect, keeps nothing in a cache.
 * @throws {ApiProblem} when the API refused
 * @throws {ApiUnavailable} when it did not answer in time, or answered that it is away
 */
export async function callApi(request: Request, context: CallContext, timeoutMs = TIMEOUT_MS): Promise<Response> {
  const { clientIp: ip, requestId, unconfirmed, device = null } = context;
  const claim = { ip, requestId, unconfirmed, device };
  request.headers.set(WEB_CLIENT_HEADER, signWebClient(claim, env().webClientSecret));
  // The only word of the browser's that is passed on. Cut, because a header may be as long as its sender likes.
  request.headers.set('User-Agent', context.userAgent.slice(0, USER_AGENT_LENGTH) || 'unknown');
  const response = await fetchWhole(request, timeoutMs).catch((cause: unknown) => {
    throw new ApiUnavailable(context.requestId, { cause });
  });
  if (response.ok) return response;
  const retryAfterSeconds = readRetryAfter(response);
  if (AWAY.has(response.status)) throw new ApiUnavailable(context.requestId, { retryAfterSeconds });
  throw new ApiProblem(await readProblem(response, context.requestId), retryAfterSeconds);
}

/** The answer with its body read: an answer that breaks off in the middle is one that did not come. */
async function fetchWhole(request: Request, timeoutMs: number): Promise<Response> {
  const signal = AbortSignal.timeout(timeoutMs);
  const { status, statusText, headers, body } = await fetch(request, { redirect: 'error', cache: 'no-store', signal });
  return new Response(body && (await new Response(body).arrayBuffer()), { status, statusText, headers });
}

/** A JSON call without a session: sign-in, renewal, sign-out. */
export function postToApi(path: string, body: unknown, context: CallContext, timeoutMs?: number): Promise<Response> {
  const request = new Request(new URL(path, env().apiUrl), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return callApi(request, context, timeoutMs);
}

async function readProblem(response: Response, requestId: string): Promise<ProblemBody> {
  const fallback = { title: response.statusText, status: response.status, code: 'unknown', requestId };
  try {
    const body = (await response.json()) as Partial<ProblemBody> | null;
    return typeof body?.code === 'string' ? { ...fallback, ...body } : fallback;
  } catch {
    // Not from the API but from something in between, such as a proxy's error page.
    return fallback;
  }
}

function readRetryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  return Number.isFinite(seconds) ? seconds : undefined;
}
