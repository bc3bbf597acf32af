import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Config } from '../config';
import { Database, type Tx } from '../database/database';
import type { ClientInfo } from '../http/client-info';
import { Problem } from '../http/problem';
import { addressBlock } from './address-block';
import { COUNTERS, Counters } from './counters';

/** Requests for mails from one address within ten minutes. */
const MAX_REQUESTS = 30;
/** Mails of one kind to one recipient within an hour. */
const MAX_MAILS = 5;

/** Keeps people from having mails sent to others without end. */
@Injectable()
export class MailThrottle {
  constructor(
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly counters: Counters,
    private readonly database: Database,
  ) {}

  /** Counts a request, whoever the mail would go to. @throws Problem `too_many_requests` */
  async visit({ ip }: ClientInfo): Promise<void> {
    if (!this.config.rateLimits) return;
    const key = this.counters.keyOf('mail-address', addressBlock(ip));
    const { total, since } = await this.counters.read(key);
    if (total >= MAX_REQUESTS) {
      const leftMs = since + COUNTERS[key.kind].windowMs - this.clock.now();
      throw new Problem('too_many_requests', { retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1000)) });
    }
    await this.counters.add(this.database, key);
  }

  /** Counts a mail. What is one too many is left out and not told: the answer was given before anybody looked. */
  async mayMail(tx: Tx, kind: string, recipient: string): Promise<boolean> {
    if (!this.config.rateLimits) return true;
    return (await this.counters.add(tx, this.counters.keyOf('mail-recipient', kind, recipient))) <= MAX_MAILS;
  }
}
