import { redirect } from 'next/navigation';

import { answerSessionEnded } from '@/auth/session-ended';

/** Where pages and actions lead when the API no longer accepts the session. */
export async function GET(request: Request): Promise<Response> {
  const answer = await answerSessionEnded(request);
  if ('redirectTo' in answer) redirect(answer.redirectTo);
  return new Response(answer.text, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}
