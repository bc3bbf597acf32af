import type { components, paths } from './api-schema.ts';

type WrittenSchemas = components['schemas'];

/** The shapes of the API's contract, without the ending of the API's classes: `Schemas['Resource']`. */
export type Schemas = {
  [Name in keyof WrittenSchemas as Name extends `${infer Short}Dto` ? Short : Name]: WrittenSchemas[Name];
};

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The paths that know a method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, object> ? P : never;
}[keyof paths];

export type Operation<P extends keyof paths, M extends Method> = paths[P] extends Record<M, infer O> ? O : never;

type Parameters<O> = O extends { parameters: infer All } ? All : never;
/** `never` where there is none. */
type Parameter<O, In extends string> = In extends keyof Parameters<O> ? Exclude<Parameters<O>[In], undefined> : never;

type Json<Sent> = Sent extends { content: { 'application/json': infer Sendable } } ? Sendable : never;
/** What a door takes as a body; `never` where it takes none. */
export type Body<O> = O extends { requestBody?: infer Sent } ? Json<Exclude<Sent, undefined>> : never;

/** A property that may be left out when all of it may. */
type Property<Name extends string, Value> = [Value] extends [never]
  ? { [N in Name]?: never }
  : Record<never, never> extends Value
    ? { [N in Name]?: Value }
    : { [N in Name]: Value };

/** What belongs to one call. */
export interface CallOptions {
  /** Gives the call up; what was asked for may have been done all the same. */
  signal?: AbortSignal;
  /** How long each attempt may take, its answer included. */
  timeoutMs?: number;
}

export type Init<O> = Property<'path', Parameter<O, 'path'>> &
  Property<'query', Parameter<O, 'query'>> &
  Property<'header', Parameter<O, 'header'>> &
  Property<'body', Body<O>> &
  CallOptions;

/** The arguments behind the path: none where a door needs nothing. */
export type Arguments<O> = Record<never, never> extends Init<O> ? [init?: Init<O>] : [init: Init<O>];

type Success = 200 | 201 | 202 | 203 | 204 | 205 | 206;
type Content<Response> = Response extends { content: infer Media extends object } ? Media[keyof Media] : undefined;

/** What a door answers when it does not refuse; `undefined` where it answers nothing. */
export type Answer<O> = O extends { responses: infer All }
  ? { [Status in keyof All & Success]: Content<All[Status]> }[keyof All & Success]
  : never;

export type Call<M extends Method> = <P extends PathOf<M>>(
  path: P,
  ...init: Arguments<Operation<P, M>>
) => Promise<Answer<Operation<P, M>>>;

/** A page of a list. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** The paths of lists that come page by page. */
export type ListPath = {
  [P in PathOf<'get'>]: Answer<Operation<P, 'get'>> extends Page<unknown> ? P : never;
}[PathOf<'get'>];

/** What a list holds. */
export type ItemOf<P extends ListPath> = Answer<Operation<P, 'get'>> extends Page<infer Item> ? Item : never;
