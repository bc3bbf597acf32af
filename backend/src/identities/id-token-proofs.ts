import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { Clock } from '../clock';
import type { OpenIdSettings } from '../config-providers';
import { canonicalEmail } from '../users/email';
import { SUBJECT_MAX_LENGTH } from './identity.entity';
import { InvalidProof, type Proven, type ProviderProof, providerAway } from './proofs';

/** Signatures only, of keys that the provider alone has. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** A sign-in that takes longer begins anew. */
const MAX_AGE_SECONDS = 600;
const TOLERANCE_SECONDS = 60;
const TIMEOUT_MS = 4_000;
/** How long the provider's description of itself is believed. */
const DISCOVERY_MS = 3_600_000;

interface Discovered {
  readonly keys: JWTVerifyGetKey;
  readonly at: number;
}

/**
 * Id tokens, verified by the keys that their issuer publishes.
 * @see OpenID Connect Core section 3.1.3.7; RFC 8725
 */
@Injectable()
export class IdTokenProofs {
  private readonly discovered = new Map<string, Promise<Discovered>>();

  constructor(private readonly clock: Clock) {}

  /** @throws InvalidProof; Problem `unavailable` when the provider is away */
  async verify(provider: OpenIdSettings, { idToken, nonce }: ProviderProof): Promise<Proven> {
    if (idToken === undefined || nonce === undefined) throw new InvalidProof('malformed');
    const payload = await this.verified(provider, idToken);
    if (payload.nonce !== nonce) throw new InvalidProof('nonce');
    const { sub = '', exp = 0, email, name } = payload;
    // Our own id as the party that it was issued to, where there are several audiences.
    const isOurs = payload.azp === undefined ? !isSeveral(payload.aud) : payload.azp === provider.clientId;
    if (!isOurs) throw new InvalidProof('foreign');
    if (sub === '' || sub.length > SUBJECT_MAX_LENGTH) throw new InvalidProof('malformed');
    return {
      provider: provider.id,
      subject: sub,
      email: typeof email === 'string' ? canonicalEmail(email) : null,
      isEmailVerified: payload.email_verified === true,
      name: typeof name === 'string' ? name : null,
      proofId: createHash('sha256').update(idToken).digest('base64url'),
      proofEndsAt: (exp + TOLERANCE_SECONDS) * 1000,
    };
  }

  private async verified({ issuer, clientId }: OpenIdSettings, idToken: string): Promise<JWTPayload> {
    const keys = await this.keysOf(issuer);
    try {
      const { payload } = await jwtVerify(idToken, keys, {
        issuer,
        audience: clientId,
        algorithms: ALGORITHMS,
        requiredClaims: ['sub', 'exp', 'iat', 'nonce'],
        maxTokenAge: MAX_AGE_SECONDS,
        clockTolerance: TOLERANCE_SECONDS,
        currentDate: new Date(this.clock.now()),
      });
      return payload;
    } catch (error) {
      if (isAway(error)) throw providerAway();
      throw new InvalidProof('unverifiable');
    }
  }

  private async keysOf(issuer: string): Promise<JWTVerifyGetKey> {
    const now = this.clock.now();
    const known = await this.discovered.get(issuer)?.catch(() => undefined);
    if (known && now - known.at < DISCOVERY_MS) return known.keys;
    const discovering = discover(issuer).then((keys) => ({ keys, at: now }));
    this.discovered.set(issuer, discovering);
    try {
      return (await discovering).keys;
    } catch {
      this.discovered.delete(issuer);
      throw providerAway();
    }
  }
}

/** @see OpenID Connect Discovery section 4.3: what describes another issuer is not believed */
async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  const { issuer: named, jwks_uri: keys } = (await answer.json()) as { issuer?: unknown; jwks_uri?: unknown };
  if (named !== issuer || typeof keys !== 'string') throw new Error(`${address} describes another issuer`);
  const url = new URL(keys);
  if (url.protocol !== new URL(issuer).protocol) throw new Error(`${address} names keys on another protocol`);
  return createRemoteJWKSet(url, { timeoutDuration: TIMEOUT_MS });
}

function isSeveral(audience: JWTPayload['aud']): boolean {
  return Array.isArray(audience) && audience.length > 1;
}

/** The keys could not be had. Everything else is about the token. */
function isAway(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return true;
  return !(error instanceof errors.JOSEError) || error.code === 'ERR_JOSE_GENERIC';
}
