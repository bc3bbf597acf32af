import { Injectable } from '@nestjs/common';
import { Config } from '../config';
import type { ProviderSettings } from '../config-providers';
import { Problem } from '../http/problem';
import { GitHubProofs } from './github-proofs';
import { IdTokenProofs } from './id-token-proofs';
import type { Proven, ProviderProof } from './proofs';

/** Asks whoever a proof is from whether it is true. */
@Injectable()
export class ProviderProofs {
  constructor(
    private readonly config: Config,
    private readonly github: GitHubProofs,
    private readonly idTokens: IdTokenProofs,
  ) {}

  /** What people know it by. */
  labelOf(providerId: string): string {
    return this.settingsOf(providerId).label;
  }

  /** @throws Problem `not_found` for a provider that is not set up; InvalidProof; Problem `unavailable` when it is away */
  async verify(providerId: string, proof: ProviderProof): Promise<Proven> {
    const provider = this.settingsOf(providerId);
    return provider.id === 'github' ? this.github.verify(provider, proof) : this.idTokens.verify(provider, proof);
  }

  /** @throws Problem `not_found` */
  settingsOf(providerId: string): ProviderSettings {
    const provider = this.config.providers.find(({ id }) => id === providerId);
    if (!provider) throw new Problem('not_found');
    return provider;
  }
}
