export { createClient } from './client.ts';
export type { Client, ClientOptions } from './client.ts';
export { bearer, tokenSource } from './credentials.ts';
export type { Credentials } from './credentials.ts';
export { Problem, Unavailable } from './problem.ts';
export type { FieldError, ProblemBody, ProblemCode } from './problem.ts';
export { memoryStore, Session } from './session.ts';
export type { SessionOptions, Tokens, TokenStore } from './session.ts';
export type { Answer, Body, ItemOf, Method, PathOf, Schemas } from './types.ts';
