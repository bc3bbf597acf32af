import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ParsedMail, simpleParser } from 'mailparser';
import { MailWorker } from '../src/mail/mail-worker';
import type { MailedTokenPurpose } from '../src/mailed-tokens/mailed-tokens';
import type { TestApp } from './start-app';

/** A mail as it arrived. */
export type Mail = ParsedMail;

/** The mails of an app that has no mail server: it puts them into its folder. */
export class Mailbox {
  private readonly seen = new Set<string>();

  constructor(private readonly api: Pick<TestApp, 'app' | 'config'>) {}

  /** What has come for an address since the last look, oldest first, once everything that is due is on its way. */
  async newFor(address: string): Promise<Mail[]> {
    await drain(this.api);
    const mails: Mail[] = [];
    for (const file of filesIn(this.api.config.mailDir)) {
      if (this.seen.has(file)) continue;
      const mail = await simpleParser(readFileSync(join(this.api.config.mailDir, file)));
      if (addressOf(mail) !== address) continue;
      this.seen.add(file);
      mails.push(mail);
    }
    return mails;
  }

  /** The one mail that has come for an address since the last look. */
  async only(address: string): Promise<Mail> {
    const mails = await this.newFor(address);
    const [mail] = mails;
    if (!mail || mails.length > 1) {
      throw new Error(`${mails.length} mails came for ${address}: ${mails.map(({ subject }) => subject).join(', ')}`);
    }
    return mail;
  }
}

/** Lets the worker do everything that is due. */
export async function drain({ app }: Pick<TestApp, 'app'>): Promise<void> {
  const worker = app.get(MailWorker);
  worker.wake();
  await worker.idle();
}

export function addressOf({ to }: Mail): string | undefined {
  return [to].flat()[0]?.value[0]?.address;
}

/** The token in the link of a mail. */
export function tokenIn({ text = '' }: Mail, purpose: MailedTokenPurpose): string {
  const token = new RegExp(`/link/${purpose}\\?token=(\\S+)`).exec(text)?.[1];
  if (!token) throw new Error(`There is no link for ${purpose} in the mail:\n${text}`);
  return token;
}

/** The names of mails begin with the time that they were made. */
function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .toSorted();
}
