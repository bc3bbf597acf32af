import type { Credentials } from './credentials.ts';
import { Problem, type ProblemBody, Unavailable } from './problem.ts';
import { isRepeatable, pause, withIdempotencyKey } from './repetition.ts';
import { addressOf, headersOf, type Outgoing, type Values } from './request.ts';
import type { Arguments, Call, CallOptions, ItemOf, ListPath, Method, Operation, Page } from './types.ts';

export interface ClientOptions {
  /** Where the API is, e.g. `https://api.example.com`. */
  url: string | URL;
  /** Who calls; nobody when it is left out. */
  auth?: Credentials;
  /** What sends a request, instead of the platform's own. */
  fetch?: (request: Request) => Promise<Response>;
  /** How long each attempt may take, its answer included. 10,000 unless something else is said. */
  timeoutMs?: number;
  /** How often a call is repeated that may be. 2 unless something else is said. */
  retries?: number;
  /** What is thrown instead of a `Problem` or `Unavailable`. */
  throwAs?: (error: Problem | Unavailable) => unknown;
}

/**
 * The API, typed from its contract. A call answers with its data, or throws `Problem` when the API refused and `Unavailable`
 * when it did not answer.
 */
export interface Client {
  get: Call<'get'>;
  post: Call<'post'>;
  put: Call<'put'>;
  patch: Call<'patch'>;
  delete: Call<'delete'>;
  /**
   * What a list holds, page by page as it is read.
   * @example for await (const { title } of api.items('/v1/resources', { query: { owner: 'me' } })) …
   */
  items<P extends ListPath>(
    path: P,
    ...init: Arguments<Operation<P, 'get'>>
  ): AsyncGenerator<ItemOf<P>, void, undefined>;
}

const TIMEOUT_MS = 10_000;
const RETRIES = 2;
const AWAY = new Set([502, 503, 504]);
const TOO_MANY = 429;

interface CallInit extends CallOptions {
  path?: Values;
  query?: Values;
  header?: Values;
  body?: unknown;
}

/** @throws TypeError for an address that is none */
export function createClient(options: ClientOptions): Client {
  const caller = new Caller(options);
  const call = <M extends Method>(method: M) =>
    (async (path: string, init?: CallInit) => caller.call(method.toUpperCase(), path, init)) as unknown as Call<M>;
  return {
    get: call('get'),
    post: call('post'),
    put: call('put'),
    patch: call('patch'),
    delete: call('delete'),
    items: ((path: string, init?: CallInit) => itemsOf(caller, path, init)) as Client['items'],
  };
}

async function* itemsOf(caller: Caller, path: string, init: CallInit = {}): AsyncGenerator<unknown, void, undefined> {
  let { cursor } = init.query ?? {};
  do {
    const page = (await caller.call('GET', path, { ...init, query: { ...init.query, cursor } })) as Page<unknown>;
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

/** An answer, read to its end: one that breaks off in the middle is one that did not come. */
interface Whole {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly text: string;
}

class Caller {
  private readonly options: ClientOptions;

  constructor(options: ClientOptions) {
    this.options = { ...options, url: new URL(options.url) };
  }

  async call(method: string, path: string, init: CallInit = {}): Promise<unknown> {
    const { retries = RETRIES } = this.options;
    const given = headersOf(init.header);
    const headers = retries > 0 ? withIdempotencyKey(`${method} ${path}`, given) : given;
    const body = init.body === undefined ? undefined : JSON.stringify(init.body);
    if (body !== undefined) headers['content-type'] = 'application/json';
    const outgoing = { method, url: addressOf(this.options.url, path, init.path, init.query), headers, body };
    try {
      const { text } = await this.send(outgoing, init);
      return text === '' ? undefined : (JSON.parse(text) as unknown);
    } catch (error) {
      const isOurs = error instanceof Problem || error instanceof Unavailable;
      throw isOurs && this.options.throwAs ? this.options.throwAs(error) : error;
    }
  }

  /** @throws Problem, Unavailable, the reason of the caller's signal, and what the credentials throw */
  private async send(outgoing: Outgoing, { signal, timeoutMs }: CallOptions): Promise<Whole> {
    const { auth, retries = RETRIES } = this.options;
    let mayBeDone = false;
    let isRenewed = false;
    for (let repetition = 0; ; repetition += 1) {
      signal?.throwIfAborted();
      const token = await auth?.token();
      try {
        return await this.attempt(outgoing, token, { signal, timeoutMs });
      } catch (error) {
        const isGone = error instanceof Problem && error.code === 'not_found' && outgoing.method === 'DELETE';
        if (isGone && mayBeDone) return NOTHING;
        if (isStale(error) && token !== undefined && !isRenewed && (await auth?.renew(token))) {
          isRenewed = true;
          continue;
        }
        const isAway = error instanceof Unavailable;
        const isThrottled = error instanceof Problem && error.status === TOO_MANY;
        // Whoever is throttled is refused before anything is done.
        if (!(isThrottled || (isAway && isRepeatable(outgoing))) || repetition >= retries) throw error;
        if (!(await pause(repetition, error.retryAfterSeconds, signal))) throw error;
        mayBeDone ||= isAway;
      }
    }
  }

  private async attempt(outgoing: Outgoing, token: string | undefined, options: CallOptions): Promise<Whole> {
    const { signal, timeoutMs = this.options.timeoutMs ?? TIMEOUT_MS } = options;
    const limits = [AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])];
    const headers = token === undefined ? outgoing.headers : { ...outgoing.headers, authorization: `Bearer ${token}` };
    const request = new Request(outgoing.url, {
      method: outgoing.method,
      headers,
      body: outgoing.body,
      signal: AbortSignal.any(limits),
      // No cookie is read by the API, none of its doors leads elsewhere, and nothing that it answers is for a cache.
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
    });
    const answer = await this.read(request).catch((cause: unknown) => {
      signal?.throwIfAborted();
      throw new Unavailable({ cause });
    });
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw refusalOf(answer);
  }

  private async read(request: Request): Promise<Whole> {
    const send = this.options.fetch ?? ((each: Request) => fetch(each));
    const response = await send(request);
    const { status, statusText, headers } = response;
    return { status, statusText, headers, text: await response.text() };
  }
}

const NOTHING: Whole = { status: 204, statusText: '', headers: new Headers(), text: '' };

/** Ended, or refused for a token that is over: another one may do. */
function isStale(error: unknown): boolean {
  return error instanceof Problem && error.code === 'invalid_token';
}

function refusalOf(answer: Whole): Problem | Unavailable {
  const body = problemBodyOf(answer);
  const seconds = Number(answer.headers.get('retry-after') ?? NaN);
  const retryAfterSeconds = Number.isFinite(seconds) ? seconds : undefined;
  if (AWAY.has(answer.status)) return new Unavailable({ requestId: body.requestId, retryAfterSeconds });
  return new Problem(body, retryAfterSeconds);
}

/** What does not come from the API but from something in between, such as a proxy's page, has no code. */
function problemBodyOf({ status, statusText, headers, text }: Whole): ProblemBody {
  const requestId = headers.get('x-request-id') ?? undefined;
  const fallback = { title: statusText, status, code: 'unknown', requestId };
  try {
    const body = JSON.parse(text) as Partial<ProblemBody> | null;
    return typeof body?.code === 'string' ? { ...fallback, ...body } : fallback;
  } catch {
    return fallback;
  }
}
