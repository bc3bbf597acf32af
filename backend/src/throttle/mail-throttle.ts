import { Injectable } from '@nestjs/common';
import { Config } from '../config';
import { Database, type Tx } from '../database/database';
import type { ClientInfo } from '../http/client-info';
import { addressBlock } from './address-block';
import { Counters } from './counters';
import { POLICIES, tellRest, tooMany } from './policies';

/** Keeps people from having mails sent to others without end. */
@Injectable()
export class MailThrottle {
  constructor(
    private readonly config: Config,
    private readonly counters: Counters,
    private readonly database: Database,
  ) {}

  /** Counts a request, whoever the mail would go to. @throws Problem `too_many_requests` */
  async visit(client: ClientInfo): Promise<void> {
    if (!this.config.rateLimits) return;
    const { quota } = POLICIES['mail-address'];
    const key = this.counters.keyOf('mail-address', addressBlock(client.ip));
    const before = await this.counters.read(key);
    // Those that are one too many leave no write behind.
    if (before.total >= quota) throw tooMany(client, key.kind, this.counters.left(key, before));
    const count = await this.database.write((tx) => this.counters.add(tx, key));
    const leftMs = this.counters.left(key, count);
    if (count.total > quota) throw tooMany(client, key.kind, leftMs);
    tellRest(client, key.kind, quota - count.total, leftMs);
  }

  /** Counts a mail. What is one too many is left out and not told: the answer was given before anybody looked. */
  async mayMail(tx: Tx, kind: string, recipient: string): Promise<boolean> {
    if (!this.config.rateLimits) return true;
    const { total } = await this.counters.add(tx, this.counters.keyOf('mail-recipient', kind, recipient));
    return total <= POLICIES['mail-recipient'].quota;
  }
}
