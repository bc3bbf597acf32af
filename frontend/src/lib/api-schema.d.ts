// Written by `npm run generate` from the API's OpenAPI document. Do not edit.
type Json<T> = { headers: { [name: string]: unknown }; content: { 'application/json': T } };
type Empty = { headers: { [name: string]: unknown }; content?: never };
type Reach = 'own' | 'any';
export interface components {
  schemas: {
    SignedInUser: { id: string; email: string; name: string; role: string; permissions: { [permission: string]: Reach } };
    TokenPair: { tokenType: 'Bearer'; accessToken: string; expiresIn: number; refreshToken: string; refreshExpiresIn: number; user: components['schemas']['SignedInUser'] };
    User: { id: string; email: string; name: string; role: string; status: 'active' | 'unverified' | 'disabled'; createdAt: string; lastLoginAt: string | null };
    Me: components['schemas']['User'] & { permissions: { [permission: string]: Reach } };
    UserPage: { items: components['schemas']['User'][]; nextCursor: string | null; total: number };
    Session: { id: string; userAgent: string | null; ip: string | null; createdAt: string; lastUsedAt: string; expiresAt: string; current: boolean };
    SessionList: { items: components['schemas']['Session'][] };
    Role: { key: string; name: string; builtIn: boolean; grants: { [permission: string]: Reach } };
    RoleList: { items: components['schemas']['Role'][] };
    Resource: { id: string; title: string; body: string; visibility: 'private' | 'internal'; ownerId: string; ownerName: string; version: number; createdAt: string; updatedAt: string };
    ResourcePage: { items: components['schemas']['Resource'][]; nextCursor: string | null };
  };
}
type S = components['schemas'];
type Ok<T> = { responses: { 200: Json<T> } };
type Created<T> = { responses: { 201: Json<T> } };
type NoContent = { responses: { 204: Empty } };
type Body<T> = { requestBody: { content: { 'application/json': T } } };
type Path<T> = { parameters: { path: T } };
export interface paths {
  '/v1/auth/login': { post: Body<{ email: string; password: string }> & Ok<S['TokenPair']> };
  '/v1/auth/refresh': { post: Body<{ refreshToken: string }> & Ok<S['TokenPair']> };
  '/v1/auth/logout': { post: { requestBody?: { content: { 'application/json': { refreshToken?: string } } } } & NoContent };
  '/v1/auth/logout-all': { post: NoContent };
  '/v1/me': { get: Ok<S['Me']>; patch: Body<{ name?: string }> & Ok<S['Me']> };
  '/v1/me/password': { post: Body<{ currentPassword: string; newPassword: string }> & NoContent };
  '/v1/me/sessions': { get: Ok<S['SessionList']> };
  '/v1/me/sessions/{id}': { delete: Path<{ id: string }> & NoContent };
  '/v1/users': { get: { parameters: { query?: { search?: string; role?: string; status?: string; sort?: string; limit?: number; cursor?: string } } } & Ok<S['UserPage']> };
  '/v1/users/{id}': { get: Path<{ id: string }> & Ok<S['User']>; patch: Path<{ id: string }> & Body<{ name?: string; disabled?: boolean }> & Ok<S['User']> };
  '/v1/users/{id}/role': { put: Path<{ id: string }> & Body<{ role: string }> & Ok<S['User']> };
  '/v1/roles': { get: Ok<S['RoleList']> };
  '/v1/resources': {
    get: { parameters: { query?: { search?: string; owner?: 'me'; sort?: string; limit?: number; cursor?: string } } } & Ok<S['ResourcePage']>;
    post: Body<{ title: string; body?: string; visibility?: 'private' | 'internal' }> & Created<S['Resource']>;
  };
  '/v1/resources/{id}': {
    get: Path<{ id: string }> & Ok<S['Resource']>;
    patch: { parameters: { path: { id: string }; header?: { 'If-Match'?: string } } } & Body<{ title?: string; body?: string; visibility?: 'private' | 'internal' }> & Ok<S['Resource']>;
    delete: Path<{ id: string }> & NoContent;
  };
}
