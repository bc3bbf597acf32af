import type { EndedReason } from '../http/problem';
import type { Tx } from '../database/database';

/** Lets features that know nothing of `auth` end sessions in their own unit of work. */
export abstract class SessionEnder {
  /** @returns how many it ended */
  abstract endAllOf(tx: Tx, userId: string, reason: EndedReason): Promise<number>;
}
