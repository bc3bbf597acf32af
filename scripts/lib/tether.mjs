/**
 * Loaded into every server that a script starts (`node --import`): ends it when the script is gone.
 *
 * A script that is killed outright (`kill -9`, out of memory) has no chance to stop its servers. They hold the other
 * end of a pipe to it, and the system closes that pipe whatever happens.
 */
import { Socket } from 'node:net';

/** The file descriptor of that pipe; `children.mjs` puts it there. */
const TETHER_FD = 3;
/** Time for an orderly end before the process ends itself, in milliseconds. */
const GRACE_MS = 8_000;

// A process that the server forked gets the same options, but holds no pipe to us: its parent will end it.
if (process.channel === undefined) {
  const tether = new Socket({ fd: TETHER_FD, readable: true, writable: false });
  tether.on('error', release);
  tether.on('close', release);
  tether.resume();
  tether.unref();
}

function release() {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS).unref();
}
