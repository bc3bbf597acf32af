import { Injectable } from '@nestjs/common';
import type { AccessTokenClaims } from '../tokens/access-tokens';

const MAX_ENTRIES = 10_000;
/** One spelling of the header a token, so that nobody fills the memory with one token and many blanks. */
const CANONICAL = /^Bearer [\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * Remembers which tokens were verified, so that the signature of one token is checked once and not on every request.
 * Whether a token is expired or its session over is decided anew each time, elsewhere.
 *
 * Only the very same header hits; any other is simply verified again. Signing keys live as long as the process, so
 * nothing here outlives the key that verified it.
 */
@Injectable()
export class VerifiedTokens {
  private readonly claims = new Map<string, AccessTokenClaims>();

  /** @param authorization the header as it was sent */
  find(authorization: string): AccessTokenClaims | undefined {
    return this.claims.get(authorization);
  }

  /** @param authorization the header whose token was verified */
  remember(authorization: string, claims: AccessTokenClaims): void {
    if (!CANONICAL.test(authorization)) return;
    const oldest = this.claims.size >= MAX_ENTRIES ? this.claims.keys().next() : undefined;
    if (oldest && !oldest.done) this.claims.delete(oldest.value);
    this.claims.set(authorization, claims);
  }
}
