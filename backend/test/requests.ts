import type { Response } from 'supertest';
import type { TokenPairDto } from '../src/auth/auth.dto';
import { bearer } from './builders';
import type { TestApp } from './start-app';

/** Requests with somebody's access token; with nobody's when there is none. */
export function requestsOf({ http }: TestApp, tokens?: TokenPairDto) {
  const send = (method: 'get' | 'post' | 'patch' | 'put' | 'delete') => (path: string, body?: unknown) => {
    const request = http[method](path);
    if (tokens) void request.set(...bearer(tokens));
    return body === undefined ? request : request.send(body as object);
  };
  return { get: send('get'), post: send('post'), patch: send('patch'), put: send('put'), delete: send('delete') };
}

export type Requests = ReturnType<typeof requestsOf>;

/** Everything a caller can tell two refusals apart by: status, headers and body, without what differs in every answer. */
export function tracesOf(answer: Response) {
  // How many tries are left differs from one to the next; `rate-limit.e2e-spec.ts` compares it.
  const {
    date: _date,
    'x-request-id': _requestId,
    ratelimit: _rest,
    ...headers
  } = answer.headers as Record<string, string>;
  return { status: answer.status, headers, body: { ...(answer.body as object), requestId: '' } };
}

/** Field and code of every refused field. */
export function fieldsOf(answer: Response): string[] {
  const { errors = [] } = answer.body as { errors?: { field: string; code: string }[] };
  return errors.map(({ field, code }) => `${field}: ${code}`);
}

interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** Reads a list to its end. @param path with a query, e.g. `/v1/users?limit=2` */
export async function readAll<Item>(
  requests: Requests,
  path: string,
  onPage?: (items: Item[]) => Promise<void>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const answer: Response = await requests.get(cursor ? `${path}&cursor=${cursor}` : path).expect(200);
    const page = answer.body as Page<Item>;
    items.push(...page.items);
    await onPage?.(page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return items;
}

/** What was read from the database, but for the guard's own question, asked once a second, and that for keys, asked by a timer. */
export function queriesOf(query: jest.SpyInstance): string[] {
  const statements = query.mock.calls.map(([sql]: [string]) => sql);
  return statements.filter((sql) => !/FROM (sessions|signing_keys)\b/.test(sql));
}
