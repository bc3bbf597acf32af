import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Refusal } from './output.mjs';
import { ROOT } from './paths.mjs';

/** How long a child may take to end after SIGTERM before it is killed, in milliseconds. */
export const STOP_GRACE_MS = 8_000;
/** How many of a child's last lines are kept to explain a failure. */
const KEPT_LINES = 40;
const TETHER = pathToFileURL(fileURLToPath(new URL('./tether.mjs', import.meta.url))).href;

/**
 * @typedef {object} ChildOptions
 * @property {string} name what people call it, e.g. "API"
 * @property {string} [program] Node when not given
 * @property {string[]} args of Node: a file and its arguments
 * @property {string} [cwd] the repository when not given
 * @property {NodeJS.ProcessEnv} [env] our own when not given
 * @property {(line: string) => void} [onLine] called with each line it prints
 * @property {boolean} [tethered] whether it ends when we are killed; for servers in Node
 * @property {boolean} [inherits] whether it prints to our own output instead
 *
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null }} Exit
 */

/** Everything that runs now, so that one signal can end it all. @type {Set<Child>} */
const living = new Set();
/** Set once the script is ending: whatever was about to start another process then must not. */
let isClosed = false;

/** A process that we started and will not leave behind. */
export class Child {
  /** @type {string[]} */
  #lastLines = [];
  /** @type {string[]} */
  #lastErrors = [];
  /** @type {Promise<void> | undefined} */
  #stopping;

  /** @param {ChildOptions} options */
  constructor({ name, program = process.execPath, args, cwd = ROOT, env = process.env, onLine, tethered, inherits }) {
    if (isClosed) throw new Refusal('Stopped.');
    this.name = name;
    const output = inherits ? 'inherit' : 'pipe';
    // A group of its own: a Ctrl-C reaches only us, and we end the children in order, grandchildren included.
    this.process = spawn(program, tethered ? ['--import', TETHER, ...args] : args, {
      cwd,
      env,
      detached: process.platform !== 'win32',
      stdio: ['ignore', output, output, ...(tethered ? /** @type {const} */ (['pipe']) : [])],
    });
    this.#read(this.process.stdout, [this.#lastLines], onLine);
    this.#read(this.process.stderr, [this.#lastLines, this.#lastErrors], onLine);
    living.add(this);
    /** @type {Promise<Exit>} */
    this.exited = new Promise((resolve, reject) => {
      this.process.once('error', reject);
      this.process.once('close', (code, signal) => resolve({ code, signal }));
    }).finally(() => living.delete(this));
    this.exited.catch(() => {});
  }

  /** The last lines it printed, standard output and error together. */
  get lastLines() {
    return this.#lastLines.join('\n').trim();
  }

  /** The last lines of its standard error. */
  get lastErrors() {
    return this.#lastErrors.join('\n').trim();
  }

  get isRunning() {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** Asks it to end (SIGTERM), kills it after `STOP_GRACE_MS`, and then whatever it left in its group. */
  stop() {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** Ends it and its group at once. */
  kill() {
    this.#signalGroup('SIGKILL');
  }

  async #stop() {
    if (this.isRunning) {
      this.process.kill('SIGTERM');
      const timer = setTimeout(() => this.kill(), STOP_GRACE_MS);
      await new Promise((resolve) => {
        if (!this.isRunning) resolve(undefined);
        this.process.once('exit', resolve);
      });
      clearTimeout(timer);
    }
    this.kill();
    await this.exited.catch(() => {});
  }

  /** @param {NodeJS.Signals} signal */
  #signalGroup(signal) {
    const { pid } = this.process;
    if (pid === undefined) return;
    try {
      if (process.platform === 'win32') this.process.kill(signal);
      else process.kill(-pid, signal);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
    }
  }

  /** @param {import('node:stream').Readable | null} stream @param {string[][]} buffers @param {ChildOptions['onLine']} onLine */
  #read(stream, buffers, onLine) {
    if (!stream) return;
    createInterface({ input: stream }).on('line', (line) => {
      for (const buffer of buffers) {
        buffer.push(line);
        if (buffer.length > KEPT_LINES) buffer.shift();
      }
      onLine?.(line);
    });
  }
}

/**
 * Runs a program to its end.
 *
 * @param {ChildOptions} options
 * @returns {Promise<string[]>} the lines it printed
 * @throws {Refusal} with its last lines, when it fails
 */
export async function run(options) {
  /** @type {string[]} */
  const lines = [];
  const child = new Child({
    ...options,
    onLine(line) {
      lines.push(line);
      options.onLine?.(line);
    },
  });
  const { code, signal } = await child.exited;
  if (code === 0) return lines;
  throw new Refusal(`${options.name} failed (${signal ?? `status ${code}`}):\n\n${child.lastLines}`);
}

/** Ends everything that is still running, all at the same time, and lets nothing new start. */
export async function stopAll() {
  isClosed = true;
  await Promise.all([...living].map((child) => child.stop()));
}

/** Kills everything that is still running, without waiting. */
export function killAll() {
  for (const child of living) child.kill();
}
