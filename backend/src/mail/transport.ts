import { mkdirSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SendMailOptions, Transporter } from 'nodemailer';
import type { Config } from '../config';

/** A mail in words, ready to be sent. */
export interface Letter {
  /** Of the row; makes the `Message-ID`, so that a mail that is sent twice is known to be one. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Epoch milliseconds of what it tells. */
  readonly createdAt: number;
}

/** The mail server will never take it, however often it is tried. */
export class MailRefused extends Error {}

/** How mails leave. */
export interface Transport {
  /** @throws MailRefused; any other error when it may work later */
  send(letter: Letter): Promise<void>;
  close(): void;
}

/** Milliseconds. Together less than the lease of a mail. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, dnsTimeout: 10_000 };
const MAX_CONNECTIONS = 4;

export function transportFor(config: Config): Transport {
  return config.mailUrl === undefined ? new MailFolder(config) : new MailServer(config, config.mailUrl);
}

function envelopeOf(letter: Letter, from: string): SendMailOptions {
  const { id, to, subject, text, html, createdAt } = letter;
  return {
    from,
    // As an object: an address is never parsed, so nothing in it becomes a second one.
    to: { name: '', address: to },
    subject,
    text,
    html,
    date: new Date(createdAt),
    messageId: `<${id}@${domainOf(from)}>`,
    // RFC 3834: nobody's holiday note answers it.
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function domainOf(from: string): string {
  return /@([^@>\s]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
}

type Nodemailer = typeof import('nodemailer');

/** A transporter that is made with the first mail, so that a start does not load what may not be needed for days. */
class LazyTransporter {
  private made: Promise<Transporter> | undefined;

  constructor(private readonly make: (nodemailer: Nodemailer) => Transporter) {}

  get(): Promise<Transporter> {
    return (this.made ??= import('nodemailer').then((nodemailer) => this.make(nodemailer)));
  }

  close(): void {
    void this.made?.then((transporter) => transporter.close());
  }
}

/** Sends by SMTP, over a few connections that stay open. */
class MailServer implements Transport {
  private readonly transporter: LazyTransporter;

  constructor(
    private readonly config: Config,
    url: string,
  ) {
    const options = { url, pool: true as const, maxConnections: MAX_CONNECTIONS, ...TIMEOUTS };
    this.transporter = new LazyTransporter(({ createTransport }) => createTransport(options));
  }

  async send(letter: Letter): Promise<void> {
    try {
      const transporter = await this.transporter.get();
      await transporter.sendMail(envelopeOf(letter, this.config.mailFrom));
    } catch (error) {
      throw isFinal(error) ? new MailRefused(reasonOf(error), { cause: error }) : error;
    }
  }

  close(): void {
    this.transporter.close();
  }
}

/** A 5xx answer to the address or the message itself. @see RFC 5321 section 4.2.1 */
function isFinal(error: unknown): boolean {
  const { code, responseCode = 0 } = error as { code?: string; responseCode?: number };
  return responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE');
}

/** For administrators: what the server answered, or what kept it from answering. Never what was in the mail. */
export function reasonOf(error: unknown): string {
  const { response, code, message } = error as { response?: string; code?: string; message?: string };
  const text = response ?? (code === undefined ? message : `${code}: ${message}`) ?? 'unknown';
  return text.replace(/\s+/g, ' ').slice(0, 280);
}

/** Without a mail server: each mail becomes a file, readable by us alone, for whoever tries Latchkey out. */
class MailFolder implements Transport {
  private readonly folder: string;
  private readonly writer = new LazyTransporter(({ createTransport }) =>
    createTransport({ streamTransport: true, buffer: true, newline: 'windows' }),
  );

  constructor(private readonly config: Config) {
    this.folder = config.mailDir;
  }

  async send(letter: Letter): Promise<void> {
    const writer = await this.writer.get();
    const { message } = (await writer.sendMail(envelopeOf(letter, this.config.mailFrom))) as { message: Buffer };
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    await writeWhole(join(this.folder, `${letter.id}.eml`), message);
    // What the web app's mailbox shows, without having to take a mail apart.
    await writeWhole(join(this.folder, `${letter.id}.json`), JSON.stringify(letter));
  }

  close(): void {
    this.writer.close();
  }
}

/** Whole or not at all: whoever looks never sees half a mail. */
async function writeWhole(file: string, content: string | Buffer): Promise<void> {
  await writeFile(`${file}.part`, content, { mode: 0o600 });
  await rename(`${file}.part`, file);
}
