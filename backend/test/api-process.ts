import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import supertest from 'supertest';

export type LogLine = Record<string, unknown>;

/** The API as a process of its own, from our sources, the way an operator runs it: by its environment alone. */
export class ApiProcess {
  /** Everything it wrote. */
  readonly output: string[] = [];
  readonly errors: string[] = [];
  private url = '';

  private constructor(private readonly child: ChildProcess) {
    createInterface({ input: child.stdout! }).on('line', (line) => this.output.push(line));
    createInterface({ input: child.stderr! }).on('line', (line) => this.errors.push(line));
  }

  /** @returns once it listens @throws Error when it ends instead, with what it said */
  static async start(env: Record<string, string>): Promise<ApiProcess> {
    const api = ApiProcess.spawn(env);
    const deadline = Date.now() + 30_000;
    while (api.url === '') {
      if (api.child.exitCode !== null || Date.now() > deadline)
        throw new Error(`The API did not start:\n${[...api.output.slice(-5), ...api.errors].join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      api.url = /Server listening at (http:[^"]+)"/.exec(api.output.join('\n'))?.[1] ?? '';
    }
    return api;
  }

  /** Runs it to its end, for settings with which it does not start. */
  static async run(env: Record<string, string>): Promise<{ code: number | null; errors: string[]; output: string[] }> {
    const { child, errors, output } = ApiProcess.spawn(env);
    await once(child, 'close');
    return { code: child.exitCode, errors, output };
  }

  private static spawn(env: Record<string, string>): ApiProcess {
    const args = ['--require', join(__dirname, 'typescript-hook.cjs'), join(__dirname, '../src/main.ts')];
    // Nothing of our own environment but where programs are.
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env.PATH, API_PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new ApiProcess(child);
  }

  get http(): ReturnType<typeof supertest> {
    return supertest(this.url);
  }

  get address(): string {
    return this.url;
  }

  get log(): LogLine[] {
    return this.output.map((line) => JSON.parse(line) as LogLine);
  }

  /** @returns its exit code, null when the signal ended it */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const closed = once(this.child, 'close');
    this.child.kill(signal);
    await closed;
    return this.child.exitCode;
  }
}
