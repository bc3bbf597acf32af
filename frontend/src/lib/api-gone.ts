import { ApiProblem } from './problem';

/** What is gone already, when it was to be taken away, is what was wanted. */
export async function unlessGone(taking: Promise<unknown>): Promise<void> {
  try {
    await taking;
  } catch (error) {
    if (!(error instanceof ApiProblem && error.code === 'not_found')) throw error;
  }
}
