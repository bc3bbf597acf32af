import 'server-only';

import type { Route } from 'next';
import { redirect } from 'next/navigation';

import { ApiProblem } from './problem';

/**
 * Reads a list by what its address says. An address that the API does not understand, because it was typed by hand, cut
 * off in a mail or made by an earlier release, leads to the start of the list instead of to an error.
 */
export async function readOrStartOver<Page>(reading: Promise<Page>, start: Route): Promise<Page> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'validation_failed') redirect(start);
    throw error;
  }
}
