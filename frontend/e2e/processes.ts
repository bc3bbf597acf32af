import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';

const STOP_AFTER_MS = 8_000;

/** A server that the tests started: its output is kept, and it is ended with the tests. */
export class ServerProcess {
  output = '';
  private readonly child: ChildProcess;

  constructor(
    readonly name: string,
    args: readonly string[],
    options: { cwd: string; env: NodeJS.ProcessEnv },
  ) {
    this.child = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (chunk: Buffer) => (this.output += chunk.toString());
    this.child.stdout?.on('data', keep);
    this.child.stderr?.on('data', keep);
  }

  /** Waits until the address answers 200. */
  async healthy(url: string, withinMs = 60_000): Promise<void> {
    const deadline = Date.now() + withinMs;
    while (Date.now() < deadline) {
      if (this.child.exitCode !== null) break;
      const isHealthy = await fetch(url).then(({ ok }) => ok, () => false); // prettier-ignore
      if (isHealthy) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${this.name} did not become healthy at ${url}. Its output:\n${this.output}`);
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill(signal);
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_AFTER_MS);
    await exited;
    clearTimeout(timer);
  }

  /** Runs to its end and answers with what it printed. */
  static async run(name: string, args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }) {
    const process = new ServerProcess(name, args, options);
    const code = await new Promise<number | null>((resolve) => process.child.once('close', resolve));
    if (code !== 0) throw new Error(`${name} ended with status ${code}:\n${process.output}`);
    return process.output;
  }
}

/** Ports that nobody uses at the moment, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
