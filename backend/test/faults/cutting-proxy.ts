import type { Socket } from 'node:net';
import { TcpProxy } from '../tcp-proxy';

/** When the connection breaks, as a statement sees it. */
export const MOMENTS = ['before it arrives', 'before its answer arrives', 'after its answer'] as const;
export type Moment = (typeof MOMENTS)[number];

/** What makes a new connection ready is no part of any unit of work. */
const PREPARATION = /^(SELECT VERSION|SET )/;

/** Stands before a MySQL server, and cuts one connection at one statement. */
export class CuttingProxy extends TcpProxy {
  private remaining = 0;
  private moment: Moment = 'before it arrives';
  private answering: Socket | undefined;
  private statement: string | undefined;

  /** @param nth counts from 1, from now on */
  arm(nth: number, moment: Moment): void {
    this.remaining = nth;
    this.moment = moment;
    this.statement = undefined;
  }

  /** @returns the statement at which it cut; undefined when there were not so many */
  disarm(): string | undefined {
    this.remaining = 0;
    return this.statement;
  }

  protected override pass(data: Buffer, from: Socket, to: Socket, isRequest: boolean): void {
    if (isRequest && this.isTheOne(data)) {
      if (this.moment === 'before it arrives') return cut(from, to);
      this.answering = to;
    } else if (this.answering === from) {
      this.answering = undefined;
      if (this.moment === 'before its answer arrives') return cut(from, to);
      to.write(data, () => cut(from, to));
      return;
    }
    super.pass(data, from, to, isRequest);
  }

  private isTheOne(data: Buffer): boolean {
    const statement = statementOf(data);
    if (this.remaining === 0 || statement === undefined || PREPARATION.test(statement)) return false;
    this.remaining -= 1;
    if (this.remaining > 0) return false;
    this.statement = statement;
    return true;
  }
}

function cut(...sockets: Socket[]): void {
  for (const socket of sockets) socket.destroy();
}

/** The first packet of a command: three bytes of length, number 0, COM_QUERY. */
function statementOf(data: Buffer): string | undefined {
  return data.length > 5 && data[3] === 0 && data[4] === 3 ? data.toString('utf8', 5) : undefined;
}
