import { Injectable } from '@nestjs/common';
import { Config } from '../config';
import { Database } from '../database/database';
import type { ClientInfo } from '../http/client-info';
import { Problem } from '../http/problem';
import { addressBlock } from './address-block';
import { type CounterKey, Counters } from './counters';
import { tooMany } from './too-many';

/** Tokens from one address within ten minutes that are none of ours. */
const MAX_INVENTED = 20;

/**
 * For the doors that take tokens out of mails. Nobody guesses one; this keeps those who try from keeping the database
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
  async guard<T>({ ip }: ClientInfo, work: () => Promise<T>): Promise<T> {
    if (!this.config.rateLimits) return work();
    const key = this.counters.keyOf('link-address', addressBlock(ip));
    const count = await this.counters.read(key);
    if (count.total >= MAX_INVENTED) throw tooMany(this.counters.left(key, count));
    try {
      const answer = await work();
      if (isInvented(answer)) await this.count(key);
      return answer;
    } catch (error) {
      if (isInvented(error)) await this.count(key);
      throw error;
    }
  }

  private async count(key: CounterKey): Promise<void> {
    const count = await this.database.write((tx) => this.counters.add(tx, key));
    if (count.total > MAX_INVENTED) throw tooMany(this.counters.left(key, count));
  }
}

/** Whether it says of a token that it is none of ours. */
function isInvented(outcome: unknown): boolean {
  if (!(outcome instanceof Problem)) return (outcome as { state?: unknown } | undefined)?.state === 'invalid';
  return outcome.extra.errors?.some(({ field, code }) => field === 'token' && code === 'invalid') ?? false;
}
