import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import type { GitHubSettings } from '../config-providers';
import { canonicalEmail } from '../users/email';
import { InvalidProof, type Proven, type ProviderProof, providerAway } from './proofs';

const TIMEOUT_MS = 4_000;
/** A token that was used is given back to GitHub at once; should that fail, it is not believed again for a day. */
const REMEMBERED_MS = 86_400_000;
/** GitHub's tokens have no form that is promised. */
const TOKEN = /^[\x21-\x7e]{20,255}$/;

interface Checked {
  user?: { id?: unknown; login?: unknown };
  app?: { client_id?: unknown };
}

interface Address {
  email?: unknown;
  primary?: unknown;
  verified?: unknown;
}

/**
 * Access tokens of GitHub, which says of each for which application it was issued. It has no id tokens for people.
 * @see https://docs.github.com/en/rest/apps/oauth-applications#check-a-token
 */
@Injectable()
export class GitHubProofs {
  constructor(private readonly clock: Clock) {}

  /** @throws InvalidProof; Problem `unavailable` when GitHub is away */
  async verify(provider: GitHubSettings, { accessToken = '' }: ProviderProof): Promise<Proven> {
    if (!TOKEN.test(accessToken)) throw new InvalidProof('malformed');
    const checked = await this.check(provider, accessToken);
    const { id, login } = checked.user ?? {};
    if (checked.app?.client_id !== provider.clientId) throw new InvalidProof('foreign');
    if (typeof id !== 'number') throw new InvalidProof('unverifiable');
    const address = await this.addressOf(provider, accessToken);
    void this.giveBack(provider, accessToken).catch(() => undefined);
    return {
      provider: provider.id,
      subject: String(id),
      email: address && canonicalEmail(address),
      isEmailVerified: address !== null,
      name: typeof login === 'string' ? login : null,
      proofId: createHash('sha256').update(accessToken).digest('base64url'),
      proofEndsAt: this.clock.now() + REMEMBERED_MS,
    };
  }

  /** Only for tokens of our own application GitHub answers anything but 404. */
  private async check(provider: GitHubSettings, accessToken: string): Promise<Checked> {
    const answer = await ask(provider, `/applications/${encodeURIComponent(provider.clientId)}/token`, {
      method: 'POST',
      headers: asApplication(provider),
      body: JSON.stringify({ access_token: accessToken }),
    });
    if (answer.status === 404 || answer.status === 422) throw new InvalidProof('unverifiable');
    return jsonOf<Checked>(answer);
  }

  /** Their primary address, if GitHub has seen that it is theirs. */
  private async addressOf(provider: GitHubSettings, accessToken: string): Promise<string | null> {
    const answer = await ask(provider, '/user/emails', { headers: { Authorization: `Bearer ${accessToken}` } });
    // Without the scope there is nothing to be seen.
    if (answer.status === 403 || answer.status === 404) return null;
    const addresses = await jsonOf<Address[]>(answer);
    const primary = addresses.find((each) => each.primary === true && each.verified === true);
    return typeof primary?.email === 'string' ? primary.email : null;
  }

  private async giveBack(provider: GitHubSettings, accessToken: string): Promise<void> {
    await ask(provider, `/applications/${encodeURIComponent(provider.clientId)}/token`, {
      method: 'DELETE',
      headers: asApplication(provider),
      body: JSON.stringify({ access_token: accessToken }),
    });
  }
}

function asApplication({ clientId, clientSecret }: GitHubSettings): Record<string, string> {
  const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  return { Authorization: `Basic ${credentials}`, 'Content-Type': 'application/json' };
}

/** @throws Problem `unavailable` */
async function ask({ apiUrl }: GitHubSettings, path: string, init: RequestInit): Promise<Response> {
  const headers = { Accept: 'application/vnd.github+json', 'User-Agent': 'Latchkey', ...(init.headers as object) };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  return fetch(`${apiUrl}${path}`, { ...init, headers, redirect: 'error', signal }).catch(() => {
    throw providerAway();
  });
}

/** @throws Problem `unavailable` for everything but an answer that says something */
async function jsonOf<Body>(answer: Response): Promise<Body> {
  if (!answer.ok) throw providerAway();
  return answer.json().then(
    (body) => body as Body,
    () => {
      throw providerAway();
    },
  );
}
