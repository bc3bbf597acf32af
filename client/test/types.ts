import { createClient, Problem, type Schemas } from '../src/index.ts';

const api = createClient({ url: 'http://localhost' });

/** Never called: what counts is whether it compiles. */
export async function typed(): Promise<void> {
  const resource: Schemas['Resource'] = await api.get('/v1/resources/{id}', { path: { id: 'x' } });
  const nothing: undefined = await api.delete('/v1/resources/{id}', { path: { id: resource.id } });
  await api.patch('/v1/resources/{id}', {
    path: { id: resource.id },
    header: { 'If-Match': '"1"' },
    body: { visibility: 'internal' },
  });
  await api.post('/v1/auth/logout-all');
  await api.get('/v1/resources');
  for await (const { ownerName } of api.items('/v1/resources', { query: { owner: 'me' } })) ownerName.trim();

  // @ts-expect-error there is no such door
  await api.get('/v1/nowhere');
  // @ts-expect-error the door knows no such method
  await api.put('/v1/resources/{id}', { path: { id: 'x' } });
  // @ts-expect-error the id is missing
  await api.get('/v1/resources/{id}');
  // @ts-expect-error the version is missing
  await api.patch('/v1/resources/{id}', { path: { id: 'x' }, body: { title: 'x' } });
  // @ts-expect-error the body is missing
  await api.post('/v1/resources');
  // @ts-expect-error there is no such visibility
  await api.post('/v1/resources', { body: { title: 'x', visibility: 'public' } });
  // @ts-expect-error the door takes no body
  await api.post('/v1/auth/logout-all', { body: {} });
  // @ts-expect-error there is no such parameter
  await api.get('/v1/resources', { query: { page: 2 } });
  // @ts-expect-error this is no list of pages
  api.items('/v1/me');
  // @ts-expect-error nothing is answered
  nothing.trim();
}

/** Codes complete in an editor, and a newer API may know more. */
export function isConflict(error: unknown): boolean {
  return error instanceof Problem && (error.code === 'conflict' || error.code === 'something_new');
}
