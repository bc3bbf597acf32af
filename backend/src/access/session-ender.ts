import type { Tx } from '../database/database';

/** Why a session ended. */
export type EndedReason =
  'signed_out' | 'replayed' | 'password_changed' | 'revoked' | 'disabled' | 'expired' | 'superseded';

/** Lets features that know nothing of `auth` end sessions in their own unit of work. */
export abstract class SessionEnder {
  abstract endAllOf(tx: Tx, userId: string, reason: EndedReason): Promise<void>;
}
