import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call that went over the relay. */
export interface Call {
  method: string;
  path: string;
  /** When it came, by `performance.now()`. */
  at: number;
  /** 0 while there is no answer. */
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  answer: string;
}

/**
 * What happens to a call: `lose-answer` lets it reach the API and hangs up before the answer, `refuse` hangs up at once,
 * a number holds the answer back for so many milliseconds.
 */
export type Treatment = 'pass' | 'lose-answer' | 'refuse' | number;

/** Stands between the web app and the API: counts what passes, and loses, delays or cuts it off when a test says so. */
export class Relay {
  readonly calls: Call[] = [];
  /** Asked for each call; the test's to replace. */
  treat: (call: Call) => Treatment = () => 'pass';
  private server = createServer((incoming, outgoing) => void this.forward(incoming, outgoing));
  /** Where the API is; a test may lead the calls that follow to another one. */
  target = '';
  private home = '';

  async listen(target: string): Promise<string> {
    this.home = this.target = target;
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this.url;
  }

  /** Where calls to it go. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Forgets what was counted, how calls were to be treated, and where they were led. */
  reset(): void {
    this.calls.length = 0;
    this.treat = () => 'pass';
    this.target = this.home;
  }

  callsTo(path: string): Call[] {
    return this.calls.filter((call) => call.path === path);
  }

  /** How many different refresh tokens the API gave out: each one is a rotation. */
  rotations(): number {
    return successorsIn(this.calls).size;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = incoming;
    const call: Call = {
      method,
      path: url.split('?')[0] ?? url,
      at: performance.now(),
      status: 0,
      headers,
      answer: '',
    };
    this.calls.push(call);
    const treatment = this.treat(call);
    if (treatment === 'refuse') return void incoming.socket.destroy();
    const answer = await this.send(incoming, call);
    if (answer === null || treatment === 'lose-answer') return void incoming.socket.destroy();
    if (typeof treatment === 'number') await new Promise((resolve) => setTimeout(resolve, treatment));
    outgoing.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
    outgoing.end(call.answer);
  }

  private send(incoming: IncomingMessage, call: Call): Promise<IncomingMessage | null> {
    return new Promise((resolve) => {
      const { method, headers, url = '/' } = incoming;
      const forwarded = request(new URL(url, this.target), { method, headers }, (answer) => {
        answer.setEncoding('utf8');
        answer.on('data', (text: string) => (call.answer += text));
        answer.on('end', () => {
          call.status = answer.statusCode ?? 0;
          resolve(answer);
        });
      });
      forwarded.on('error', () => resolve(null));
      incoming.pipe(forwarded);
    });
  }
}

/** The different refresh tokens that the API gave in exchange for others. */
export function successorsIn(calls: readonly Call[]): Set<string> {
  const answers = calls.filter(({ path, status }) => path === '/v1/auth/refresh' && status === 200);
  return new Set(answers.map(({ answer }) => (JSON.parse(answer) as { refreshToken: string }).refreshToken));
}

/** Without what is about one connection alone: passed on, it would promise to keep ours open as long as the other one. */
export function endToEnd(headers: NodeJS.Dict<string | string[]>): NodeJS.Dict<string | string[]> {
  const { connection: _, 'keep-alive': __, 'transfer-encoding': ___, ...others } = headers;
  return others;
}
