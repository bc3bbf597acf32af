import type { Route } from 'next';

import { doneHref } from '@/components/done';

/** The query parameter that names what was just deleted, so that it can be restored from there. */
export const UNDO_PARAM = 'undo';

/** The address to go to after a deletion, which will say so and offer to undo it. */
export function deletedHref(path: Route, id: string): Route {
  return `${doneHref(path, 'deleted')}&${UNDO_PARAM}=${encodeURIComponent(id)}` as Route;
}
