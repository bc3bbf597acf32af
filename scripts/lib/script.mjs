import { killAll, stopAll } from './children.mjs';
import { say, tell } from './output.mjs';

/** The signals that mean "end now": Ctrl-C, a supervisor's request, a closed terminal. */
const END_SIGNALS = /** @type {const} */ ({ SIGINT: 2, SIGTERM: 15, SIGHUP: 1 });

/** How often to look whether npm is still there, in milliseconds. */
const PARENT_WATCH_MS = 500;
/** npm passes a Ctrl-C on to us although the terminal sent it already: within this time it is the same one. */
const SAME_CTRL_C_MS = 1_000;

const ending = new AbortController();
/** Aborted when the person or the system asks the script to end. */
export const endRequested = ending.signal;

/**
 * The frame of every script: runs `main`, tells what went wrong, and ends every process that it started, also on Ctrl-C.
 * A second Ctrl-C does not wait for them.
 *
 * @param {() => Promise<number | void>} main resolves with the exit status, 0 when it gives none
 * @param {{ isServer?: boolean }} options a server that is asked to end has done its work: status 0
 */
export async function runScript(main, { isServer = false } = {}) {
  let status = 0;
  watchNpm();
  const ended = onEndSignal((number) => {
    status = isServer ? 0 : 128 + number;
  });
  try {
    status = (await Promise.race([main(), ended])) ?? status;
  } catch (error) {
    if (!endRequested.aborted) {
      status = 1;
      tell(error);
    }
  }
  await stopAll();
  process.exit(status);
}

/** @param {(number: number) => void} note @returns {Promise<void>} settles when asked to end */
function onEndSignal(note) {
  let firstAt = 0;
  return new Promise((resolve) => {
    for (const [name, number] of Object.entries(END_SIGNALS)) {
      process.on(name, () => {
        if (endRequested.aborted) {
          if (Date.now() - firstAt > SAME_CTRL_C_MS) killAll();
          return;
        }
        firstAt = Date.now();
        note(number);
        ending.abort();
        if (name === 'SIGINT') say('\nStopping …');
        resolve();
      });
    }
  });
}

/**
 * A signal to `npm start` ends npm and the shell between it and us, and may not reach us: when that shell is gone, we are
 * asked to end. Without npm nothing is watched, because who starts us by hand may mean us to outlive the terminal.
 */
function watchNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    process.emit('SIGHUP');
  }, PARENT_WATCH_MS);
  timer.unref();
}
