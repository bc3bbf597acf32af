import 'server-only';

import { unstable_rethrow } from 'next/navigation';

import { apiFor, type Schemas } from '@/lib/api';
import { logError } from '@/lib/log';
import { ApiProblem, ApiUnavailable } from '@/lib/problem';
import { requestContext } from '@/lib/request-context';

export type Overview = Schemas['Overview'];
export type SignInDay = Schemas['SignInDay'];

/** A part of the page: what was read, or what to quote when asking why it was not. */
export type Part<Data> = { isRead: true; data: Data } | { isRead: false; reference: string };

export async function readOverview(caller: { accessToken: string }): Promise<Overview> {
  const api = await apiFor(caller);
  return api.get('/v1/overview');
}

/** Keeps what goes wrong with one part from taking the others away. @throws redirects */
export async function readPart<Data>(reading: Promise<Data>): Promise<Part<Data>> {
  try {
    return { isRead: true, data: await reading };
  } catch (error) {
    unstable_rethrow(error);
    const { requestId, path } = await requestContext();
    const isKnown = error instanceof ApiProblem || error instanceof ApiUnavailable;
    if (!isKnown) logError('part_failed', error, { requestId, path });
    return { isRead: false, reference: isKnown ? (error.requestId ?? requestId) : requestId };
  }
}
