import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

type Refusal = Error & { responseCode: number };

/** A mail server on a port of its own, that takes what it is told to take. */
export class MailServer {
  /** What it took, in the order in which it came. */
  readonly mails: ParsedMail[] = [];
  /** The answer to a recipient; none takes it. */
  refuse: (address: string) => number | undefined = () => undefined;
  /** Called when a whole message is there, before it is taken. */
  beforeTaking: () => Promise<void> = async () => undefined;
  private server: SMTPServer | undefined;
  private port = 0;

  static async start(): Promise<MailServer> {
    const server = new MailServer();
    await server.listen();
    return server;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  private take(stream: Parameters<typeof simpleParser>[0], answer: (error?: Error) => void): void {
    const taken = async () => {
      const mail = await simpleParser(stream);
      await this.beforeTaking();
      this.mails.push(mail);
      answer();
    };
    void taken();
  }

  /** On the same port as before. */
  async listen(): Promise<void> {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: ({ address }, _session, done) => done(refusalOf(this.refuse(address))),
      onData: (stream, _session, done) => this.take(stream, done),
    });
    // A client that is killed is no error of the server.
    this.server.on('error', () => undefined);
    await new Promise<void>((resolve) => this.server?.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server?.close(resolve));
  }
}

function refusalOf(code: number | undefined): Refusal | null {
  return code === undefined ? null : Object.assign(new Error('Not here'), { responseCode: code });
}
