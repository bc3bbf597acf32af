import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Refusal } from './output.mjs';

/** How often a waiting script looks again, in milliseconds. */
const RETRY_MS = 200;

/**
 * Holds a lock named after what is done and to which folder, until `release` or the end of the process.
 *
 * A listening local socket is the lock: the system takes it away from a process that dies in any way, which a file with
 * a process id does not offer (ids are used again).
 *
 * @param {string} purpose e.g. "start"
 * @param {string} folder
 * @param {{ wait?: boolean, refusal?: string }} options whether to wait for the holder; what to say otherwise
 * @returns {Promise<{ release: () => Promise<void> }>}
 */
export async function holdLock(purpose, folder, { wait = false, refusal = 'Another script works here.' } = {}) {
  const address = lockAddress(purpose, folder);
  for (;;) {
    const server = await listen(address);
    if (server) return { release: () => close(server) };
    if (await isAnswered(address)) {
      if (!wait) throw new Refusal(refusal);
      await delay(RETRY_MS);
    } else if (process.platform === 'darwin') {
      // Left by a process that was killed.
      rmSync(address, { force: true });
    }
  }
}

/** @param {string} purpose @param {string} folder */
function lockAddress(purpose, folder) {
  const key = createHash('sha256').update(`${userInfo().username}\0${purpose}\0${folder}`).digest('hex').slice(0, 24);
  // Linux has names without a file, which leave nothing behind. A socket's path must be short: the temporary folder.
  if (process.platform === 'linux') return `\0latchkey-${key}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\latchkey-${key}` : join(tmpdir(), `latchkey-${key}.lock`);
}

/** @param {string} address @returns {Promise<import('node:net').Server | undefined>} nothing when the address is taken */
function listen(address) {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(address, () => resolve(server.unref()));
  });
}

/** @param {string} address @returns {Promise<boolean>} whether its holder is alive */
function isAnswered(address) {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => resolve(Boolean(socket.destroy())));
    socket.once('error', () => resolve(false));
  });
}

/** @param {import('node:net').Server} server @returns {Promise<void>} */
function close(server) {
  return new Promise((resolve) => server.close(() => resolve()));
}
