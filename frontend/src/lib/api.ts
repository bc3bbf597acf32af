import 'server-only';

import { redirect } from 'next/navigation';
import createClient, { type FetchOptions } from 'openapi-fetch';
import type { MediaType, RequiredKeysOf, ResponseObjectMap, SuccessResponse } from 'openapi-typescript-helpers';

import type { components, paths } from './api-schema';
import { callApi } from './api-transport';
import { env } from './env';
import { ApiProblem } from './problem';
import { callContext, requestContext } from './request-context';
import { pathWith } from './safe-path';

type WrittenSchemas = components['schemas'];
/** The shapes of the API's OpenAPI document, without the ending of the API's classes: `Schemas['Resource']`. */
export type Schemas = {
  [Name in keyof WrittenSchemas as Name extends `${infer Short}Dto` ? Short : Name]: WrittenSchemas[Name];
};

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type PathOf<M extends Method> = { [P in keyof paths]: paths[P] extends Record<M, object> ? P : never }[keyof paths];
type Operation<P extends keyof paths, M extends Method> = paths[P] extends Record<M, infer O> ? O : never;
type Init<O> = RequiredKeysOf<FetchOptions<O>> extends never ? [init?: FetchOptions<O>] : [init: FetchOptions<O>];
type Answer<O> = O extends Record<string | number, unknown> ? SuccessResponse<ResponseObjectMap<O>, MediaType> : never;
type Call<M extends Method> = <P extends PathOf<M>>(
  path: P,
  ...init: Init<Operation<P, M>>
) => Promise<Answer<Operation<P, M>>>;

/**
 * The API, typed from its OpenAPI document. A call answers with its data or throws:
 * `ApiProblem` when the API refused, `ApiUnavailable` when it did not answer in time.
 *
 * @example await api.patch('/v1/resources/{id}', { params: { path: { id } }, body: { title } })
 */
export type Api = { [M in Method]: Call<M> };

/**
 * A client that calls the API as the given session.
 * When the API says that this session is over, the person is led to `/session-ended`, and from there back to where they are now.
 */
export async function apiFor(session: { accessToken: string }, options = { leadToSessionEnd: true }): Promise<Api> {
  const context = await callContext();
  const { path } = await requestContext();
  const refuse = (error: unknown) => {
    // The other 401 and 403 answers are about what was asked or typed, not about the session.
    const isOver = error instanceof ApiProblem && error.code === 'invalid_token';
    if (isOver && options.leadToSessionEnd) redirect(pathWith('/session-ended', { next: path }));
    throw error;
  };
  const client = createClient<paths>({
    baseUrl: env().apiUrl,
    headers: { Authorization: `Bearer ${session.accessToken}` },
    fetch: (request) => callApi(request, context).catch(refuse),
  });
  return {
    get: dataOf(client.GET),
    post: dataOf(client.POST),
    put: dataOf(client.PUT),
    patch: dataOf(client.PATCH),
    delete: dataOf(client.DELETE),
  };
}

/** openapi-fetch answers `{ data } | { error }`; errors are thrown by `callApi`, so only the data is left. */
function dataOf<M extends Method>(call: unknown): Call<M> {
  const send = call as (path: string, init?: object) => Promise<{ data: unknown }>;
  return (async (path: string, init?: object) => (await send(path, init)).data) as Call<M>;
}
