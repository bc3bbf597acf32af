import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../config';
import { Database } from '../database/database';
import { DatabaseUnavailable } from '../database/errors';
import { Problem } from '../http/problem';
import { MailedTokens } from '../mailed-tokens/mailed-tokens';
import { type LeasedMail, MailQueue, MAX_ATTEMPTS } from './mail-queue';
import type { Mail } from './mails';
import { type Intent, Outbox } from './outbox';
import { letterOf } from './letter';
import { MailRefused, reasonOf, type Transport, transportFor } from './transport';

/** For what another instance left behind, and for what is due again. What this one writes wakes it at once. */
const LOOK_EVERY_MS = 15_000;
const AT_ONCE = 8;
/** A mail server may be slow; the end of the process is not put off for longer. */
const END_WITHIN_MS = 5_000;

/** Somebody else has the wish now. Rolls the unit of work back. */
class LeaseLost extends Error {}

/**
 * Looks into wishes and sends mails, as many instances at once as there are. A mail is marked as taken before it is sent
 * and as sent after the mail server has it: killed in between, it is sent again under the same `Message-ID`.
 */
@Injectable()
export class MailWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(MailWorker.name);
  private readonly transport: Transport;
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;
  private isAskedAgain = false;
  private isEnding = false;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly queue: MailQueue,
    private readonly tokens: MailedTokens,
  ) {
    this.transport = transportFor(config);
  }

  onApplicationBootstrap(): void {
    this.outbox.onWork(() => this.wake());
    this.timer = setInterval(() => this.wake(), LOOK_EVERY_MS);
    this.timer.unref();
    this.wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isEnding = true;
    clearInterval(this.timer);
    const late = new Promise<void>((resolve) => setTimeout(resolve, END_WITHIN_MS).unref());
    await Promise.race([this.round, late]);
    this.transport.close();
  }

  /** There is something to do, or there may be. */
  wake(): void {
    if (this.isEnding) return;
    if (this.round) this.isAskedAgain = true;
    else this.round = this.work().finally(() => this.settle());
  }

  /** Resolves when there is nothing left that is due. */
  async idle(): Promise<void> {
    while (this.round) await this.round;
  }

  private settle(): void {
    this.round = undefined;
    if (!this.isAskedAgain) return;
    this.isAskedAgain = false;
    this.wake();
  }

  private async work(): Promise<void> {
    try {
      while (!this.isEnding) {
        const taken = await this.queue.take(AT_ONCE);
        if (taken.length === 0) return;
        await Promise.all(taken.map((mail) => this.handle(mail)));
      }
    } catch (error) {
      // The next look comes soon enough; that the database is away is told by those who need it.
      if (!(error instanceof DatabaseUnavailable)) this.logger.error(error, 'the outbox could not be worked on');
    }
  }

  private async handle(mail: LeasedMail): Promise<void> {
    try {
      if (mail.status === 'intent') await this.resolve(mail);
      else await this.send(mail);
    } catch (error) {
      if (error instanceof LeaseLost) return;
      if (error instanceof DatabaseUnavailable) throw error;
      await this.fail(mail, error);
    }
  }

  private async resolve(mail: LeasedMail): Promise<void> {
    const resolver = this.outbox.resolverOf(mail.kind);
    if (!resolver) throw new Error(`nobody looks into ${mail.kind}`);
    const { client, data } = JSON.parse(mail.data) as Pick<Intent, 'client' | 'data'>;
    const intent = { kind: mail.kind, to: mail.recipient, client, data } as Intent;
    const attempt = () =>
      this.database.write(async (tx) => {
        if (!(await this.queue.remove(tx, mail))) throw new LeaseLost();
        await this.outbox.send(tx, ...(await resolver(tx, intent)));
      });
    // Of two wishes for an address that was new a moment ago, the later one finds it taken at the second look.
    await attempt().catch((error: unknown) => {
      if (!(error instanceof Problem && error.code === 'conflict')) throw error;
      return attempt();
    });
  }

  private async send(row: LeasedMail): Promise<void> {
    const mail = { ...row, to: row.recipient, data: JSON.parse(row.data) as unknown } as unknown as Mail;
    const token = 'tokenId' in mail.data ? await this.tokens.reveal(mail.data.tokenId) : undefined;
    if ('tokenId' in mail.data && token === undefined) {
      throw new MailRefused('Its link had expired, or another one had taken its place, before it could be sent.');
    }
    const letter = letterOf(mail, { webUrl: this.config.webUrl, token });
    await this.transport.send({ ...letter, id: row.id, to: row.recipient, createdAt: row.createdAt });
    await this.queue.markSent(row);
  }

  private async fail(mail: LeasedMail, error: unknown): Promise<void> {
    const { id, kind, attempts } = mail;
    const isOver = error instanceof MailRefused || attempts >= MAX_ATTEMPTS;
    // Without what the server said: it repeats addresses.
    this.logger.warn({ event: isOver ? 'mail_dead' : 'mail_postponed', mailId: id, kind, attempts });
    if (!isOver) await this.queue.postpone(mail, reasonOf(error));
    else if (mail.status === 'intent') await this.database.write((tx) => this.queue.remove(tx, mail));
    else await this.queue.markDead(mail, reasonOf(error));
  }
}
