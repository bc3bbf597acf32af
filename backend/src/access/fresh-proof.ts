import { applyDecorators, SetMetadata } from '@nestjs/common';
import { Problem } from '../http/problem';
import type { Actor } from './actor';
import { SessionOnly } from './rules';

const FRESH_PROOF = 'latchkey:fresh-proof';

/** How long a proof of identity counts as fresh. @see OWASP ASVS 5.0, 7.5.1 and 7.5.3 */
const FRESH_PROOF_MS = 600_000;

/**
 * The caller must have proven who they are within the last 10 minutes, in this very session: a session that was left open,
 * or stolen, does not do what cannot be taken back. For sessions only: an API key proves nothing about a person.
 */
export const FreshProof = () => applyDecorators(SetMetadata(FRESH_PROOF, true), SessionOnly());

export function needsFreshProof(handler: object): boolean {
  return Reflect.getOwnMetadata(FRESH_PROOF, handler) === true;
}

/**
 * @param now epoch milliseconds
 * @throws Problem `reauthentication_required`
 */
export function requireFreshProof({ authenticatedAt }: Actor, now: number): void {
  if (authenticatedAt === null || now - authenticatedAt > FRESH_PROOF_MS)
    throw new Problem('reauthentication_required');
}
