import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface Outcome {
  status: number;
  output: string;
  errors: string;
}

interface Command {
  /** Below `src`. */
  entry: string;
  env: Record<string, string>;
  words?: string[];
  /** What stands on its standard input. */
  input?: string;
  /** To end it before its time. */
  onStart?: (child: ChildProcess) => void;
}

/** Runs an entry of the application as an operator does, in a process of its own. */
export async function runCommand({ entry, env, words = [], input = '', onStart }: Command): Promise<Outcome> {
  const args = ['--require', join(__dirname, 'typescript-hook.cjs'), join(__dirname, '../src', entry), ...words];
  const child = spawn(process.execPath, args, { env: { PATH: process.env.PATH, NODE_ENV: 'test', ...env } });
  onStart?.(child);
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const closed = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1)));
  const [output, errors, status] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { status, output, errors };
}
