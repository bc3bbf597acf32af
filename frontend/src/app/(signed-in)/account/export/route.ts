import { redirect } from 'next/navigation';

import { requireSession } from '@/auth/session';
import { answerTo } from '@/features/export/answer';
import { clientFor } from '@/lib/api-transport';
import { ApiProblem } from '@/lib/problem';
import { callContext } from '@/lib/request-context';
import { pathWith } from '@/lib/safe-path';

/** Somebody with many years of events waits longer than for a page. */
const TIMEOUT_MS = 60_000;

/** Everything that is stored about the person, as a file. */
export async function GET(): Promise<Response> {
  const { accessToken } = await requireSession();
  const context = await callContext();
  try {
    const everything = await clientFor(context, { accessToken, timeoutMs: TIMEOUT_MS }).get('/v1/me/export');
    return Response.json(everything, {
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Disposition': 'attachment; filename="latchkey-export.json"',
        'Cache-Control': 'private, no-store',
      },
    });
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'reauthentication_required') {
      redirect(pathWith('/confirm-password', { next: '/account/profile' }));
    }
    return answerTo(error, '/account/profile', context.requestId);
  }
}
