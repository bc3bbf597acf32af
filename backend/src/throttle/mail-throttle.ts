import { Injectable } from '@nestjs/common';
import { Config } from '../config';
import { Database, type Tx } from '../database/database';
import type { ClientInfo } from '../http/client-info';
import { addressBlock } from './address-block';
import { Counters } from './counters';
import { tooMany } from './too-many';

/** Requests for mails from one address within ten minutes. */
const MAX_REQUESTS = 30;
/** Mails of one kind to one recipient within half an hour. */
const MAX_MAILS = 3;

/** Keeps people from having mails sent to others without end. */
@Injectable()
export class MailThrottle {
  constructor(
    private readonly config: Config,
    private readonly counters: Counters,
    private readonly database: Database,
  ) {}

  /** Counts a request, whoever the mail would go to. @throws Problem `too_many_requests` */
  async visit({ ip }: ClientInfo): Promise<void> {
    if (!this.config.rateLimits) return;
    const key = this.counters.keyOf('mail-address', addressBlock(ip));
    const before = await this.counters.read(key);
    // Those that are one too many leave no write behind.
    if (before.total >= MAX_REQUESTS) throw tooMany(this.counters.left(key, before));
    const count = await this.database.write((tx) => this.counters.add(tx, key));
    if (count.total > MAX_REQUESTS) throw tooMany(this.counters.left(key, count));
  }

  /** Counts a mail. What is one too many is left out and not told: the answer was given before anybody looked. */
  async mayMail(tx: Tx, kind: string, recipient: string): Promise<boolean> {
    if (!this.config.rateLimits) return true;
    const { total } = await this.counters.add(tx, this.counters.keyOf('mail-recipient', kind, recipient));
    return total <= MAX_MAILS;
  }
}
