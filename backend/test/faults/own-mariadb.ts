import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A database server of the test's own, because it is to be ended in the middle of things. */
export class OwnMariadb {
  private constructor(
    private readonly child: ChildProcess,
    /** For `DATABASE_URL`; an empty database. */
    readonly url: string,
  ) {}

  static async start(): Promise<OwnMariadb> {
    const child = fork(join(__dirname, 'mariadb-process.mjs'), { execArgv: [] });
    return new OwnMariadb(child, await messageOf(child));
  }

  /** As an operator stops it. */
  halt(): Promise<string> {
    return this.order('halt');
  }

  /** As if it had run out of memory. */
  crash(): Promise<string> {
    return this.order('crash');
  }

  /** On the same data and the same port. @returns once it listens */
  startAgain(): Promise<string> {
    return this.order('startAgain');
  }

  async end(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }

  private order(order: string): Promise<string> {
    this.child.send(order);
    return messageOf(this.child);
  }
}

/** @throws Error when it ends instead */
async function messageOf(child: ChildProcess): Promise<string> {
  const over = once(child, 'exit').then(([code]) => {
    throw new Error(`MariaDB's keeper ended with ${String(code)}`);
  });
  const [message] = (await Promise.race([once(child, 'message'), over])) as [string];
  return message;
}
