import { readSessionToken } from '@/auth/session';

/**
 * When this session ends unless it is used, for the warning before that. Asking does not use it: proxy.ts lets this
 * address pass without a renewal. Public: who has no session learns that they have none.
 */
export async function GET(): Promise<Response> {
  const token = await readSessionToken();
  const endsInMs = token && Math.max(0, token.sessionEndsAt - Date.now());
  return Response.json({ endsInMs });
}
