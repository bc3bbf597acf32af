import { Injectable } from '@nestjs/common';
import { Config } from '../config';
import { Database } from '../database/database';
import type { ClientInfo } from '../http/client-info';
import { Problem } from '../http/problem';
import { addressBlock } from './address-block';
import { type CounterKey, Counters } from './counters';
import { POLICIES, tellRest, tooMany } from './policies';

const { quota: MAX_INVENTED } = POLICIES['link-address'];

/**
 * For the doors that take tokens out of mails, and proofs of providers. Nobody guesses one; this keeps those who try from keeping the database
 * busy. Genuine ones do not count: a whole company may accept its invitations behind one address.
 */
@Injectable()
export class LinkThrottle {
  constructor(
    private readonly config: Config,
    private readonly counters: Counters,
    private readonly database: Database,
  ) {}

  /**
   * @param work what is done with the token
   * @throws Problem `too_many_requests`; whatever `work` throws
   */
  async guard<T>(client: ClientInfo, work: () => Promise<T>): Promise<T> {
    if (!this.config.rateLimits) return work();
    const key = this.counters.keyOf('link-address', addressBlock(client.ip));
    const count = await this.counters.read(key);
    const leftMs = this.counters.left(key, count);
    if (count.total >= MAX_INVENTED) throw tooMany(client, key.kind, leftMs);
    tellRest(client, key.kind, MAX_INVENTED - count.total, leftMs);
    try {
      const answer = await work();
      if (isInvented(answer)) await this.count(client, key);
      return answer;
    } catch (error) {
      if (isInvented(error)) await this.count(client, key);
      throw error;
    }
  }

  private async count(client: ClientInfo, key: CounterKey): Promise<void> {
    const count = await this.database.write((tx) => this.counters.add(tx, key));
    const leftMs = this.counters.left(key, count);
    if (count.total > MAX_INVENTED) throw tooMany(client, key.kind, leftMs);
    tellRest(client, key.kind, MAX_INVENTED - count.total, leftMs);
  }
}

/** Whether it says of a token that it is none of ours. */
function isInvented(outcome: unknown): boolean {
  if (!(outcome instanceof Problem)) return (outcome as { state?: unknown } | undefined)?.state === 'invalid';
  if (outcome.code === 'invalid_proof') return true;
  return outcome.extra.errors?.some(({ field, code }) => field === 'token' && code === 'invalid') ?? false;
}
