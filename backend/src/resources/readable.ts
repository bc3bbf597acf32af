import type { Actor } from '../access/actor';
import { within } from '../access/within';
import type { SqlValue } from '../database/parameters';

/** A condition on `resources r` that one index answers in any order of the list. */
export interface ReadableRange {
  condition: string;
  parameters: SqlValue[];
}

export const EVERYTHING: ReadableRange = { condition: '1 = 1', parameters: [] };

/**
 * What the caller may read: everything, or their own and what is internal. Two ranges instead of one OR, because no
 * index gives an OR in order.
 * @throws Problem `permission_denied`
 */
export function readableRanges(actor: Actor): ReadableRange[] {
  const { ownerId } = within(actor, 'resources:read');
  if (ownerId === undefined) return [EVERYTHING];
  return [ownedBy(ownerId), { condition: `r.visibility = 'internal'`, parameters: [] }];
}

export function ownedBy(userId: string): ReadableRange {
  return { condition: 'r.owner_id = ?', parameters: [userId] };
}
