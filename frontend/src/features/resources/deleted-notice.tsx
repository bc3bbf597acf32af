import 'server-only';

import { randomUUID } from 'node:crypto';

import type { Route } from 'next';

import { DeletedToast } from './deleted-toast';

/** Says that a resource was deleted, and offers to undo it. */
export function DeletedNotice({ id, here }: { id: string; here: Route }) {
  // The same one deleted twice is news twice, though the page around it stays as it is.
  return <DeletedToast id={id} here={here} occasion={randomUUID()} />;
}
