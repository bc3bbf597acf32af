import type { ProviderId } from '../config-providers';
import { Problem } from '../http/problem';

/** What the web app brings from a provider. Never what somebody says of themselves. */
export interface ProviderProof {
  /** OpenID Connect. */
  readonly idToken?: string;
  /** What the browser that asked for the id token was given to have in it. */
  readonly nonce?: string;
  /** GitHub. */
  readonly accessToken?: string;
}

/** Somebody, by the word of a provider. */
export interface Proven {
  readonly provider: ProviderId;
  /** The provider's own name for them, which no other person there ever has. */
  readonly subject: string;
  /** In its canonical spelling; null where there is none. */
  readonly email: string | null;
  /** Whether the provider has seen that the address is theirs. */
  readonly isEmailVerified: boolean;
  readonly name: string | null;
  /** By which the proof is used once. */
  readonly proofId: string;
  /** Since when nobody would believe it any more. Epoch milliseconds. */
  readonly proofEndsAt: number;
}

/** Why a proof was not believed: for the record, not for whoever brought it. */
export type ProofFault = 'malformed' | 'unverifiable' | 'nonce' | 'replayed' | 'foreign';

/** A proof that is not believed. Everybody hears the same. */
export class InvalidProof extends Problem {
  constructor(readonly fault: ProofFault) {
    super('invalid_proof');
  }
}

/** The provider is away, or too slow. */
export function providerAway(): Problem {
  return new Problem('unavailable', { detail: 'The provider does not answer. Try again, or sign in another way.' });
}

/**
 * Why nothing came of a proof, for the record; undefined where there is nothing to be recorded: a flood that is refused at its
 * beginning leaves no write behind, and a provider that is away says nothing of anybody.
 */
export function failureOf(error: unknown): string | undefined {
  if (!(error instanceof Problem) || error.status >= 500 || error.code === 'too_many_requests') return undefined;
  return error instanceof InvalidProof ? error.fault : error.code;
}
