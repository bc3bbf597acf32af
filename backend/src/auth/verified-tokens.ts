import { Injectable } from '@nestjs/common';
import { type AccessTokenClaims, AccessTokens } from '../tokens/access-tokens';
import { SigningKeys } from '../tokens/signing-keys';

interface Entry {
  /** Name of the key that verified it. */
  readonly kid: string;
  readonly claims: AccessTokenClaims;
}

const MAX_ENTRIES = 10_000;
const SCHEME = 'Bearer ';
/** One spelling of the header a token, so that nobody fills the memory with one token and many blanks. */
const CANONICAL = /^Bearer [\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * Remembers which tokens were verified, so that the signature of one token is checked once and not on every request.
 * Whether a token is expired or its session over is decided anew each time, elsewhere.
 *
 * Only the very same header hits; any other is simply verified again. What is remembered is worth nothing once the key
 * that verified it is none of ours any more.
 */
@Injectable()
export class VerifiedTokens {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly keys: SigningKeys,
  ) {}

  /** @param authorization the header as it was sent */
  find(authorization: string): AccessTokenClaims | undefined {
    const entry = this.entries.get(authorization);
    return entry && this.keys.has(entry.kid) ? entry.claims : undefined;
  }

  /** @param authorization the header whose token was verified */
  remember(authorization: string, claims: AccessTokenClaims): void {
    if (!CANONICAL.test(authorization)) return;
    const kid = this.accessTokens.kidOf(authorization.slice(SCHEME.length));
    if (kid === undefined) return;
    const oldest = this.entries.size >= MAX_ENTRIES ? this.entries.keys().next() : undefined;
    if (oldest && !oldest.done) this.entries.delete(oldest.value);
    this.entries.set(authorization, { kid, claims });
  }
}
