import { createServer } from 'node:http';
import { Child } from '../../../scripts/lib/children.mjs';
import { keepBusy } from './rounds.mjs';

const KEEP_ALIVE_MS = 65_000;
const LISTENING = /^listening on (\d+)$/;

/**
 * Starts one of the limits in a process of its own.
 *
 * @param {string} file in `../limits`
 * @param {Record<string, unknown>} input handed to it as JSON
 * @returns {Promise<{ port: number, child: Child }>}
 */
export async function startLimit(file, input) {
  const path = new URL(`../limits/${file}`, import.meta.url).pathname;
  /** @type {(port: number) => void} */
  let answer = () => {};
  /** @type {Promise<number>} */
  const listening = new Promise((resolve) => (answer = resolve));
  const child = new Child({
    name: file,
    args: [path],
    env: { ...process.env, BENCH_INPUT: JSON.stringify(input) },
    tethered: true,
    onLine(line) {
      const port = LISTENING.exec(line)?.[1];
      if (port) answer(Number(port));
    },
  });
  const ended = child.exited.then(() => Promise.reject(new Error(`${file} ended:\n${child.lastLines}`)));
  return { port: await Promise.race([listening, ended]), child };
}

/** What {@link startLimit} handed over. @returns {any} */
export function limitInput() {
  return JSON.parse(process.env.BENCH_INPUT ?? '{}');
}

/** @param {import('node:http').Server} server */
export function listen(server) {
  // Longer than the other side's turn takes; Node would hang up after five seconds.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.listen(0, '127.0.0.1', () => {
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    process.stdout.write(`listening on ${port}\n`);
  });
}

/**
 * Serves work that is no HTTP: `GET /?<milliseconds>` does it for so long and answers with the sample.
 * @param {(worker: number) => Promise<void>} work
 */
export function serveWork(work) {
  listen(
    createServer((request, response) => {
      const milliseconds = Number(request.url?.slice(2));
      keepBusy(milliseconds, work).then(
        (sample) => response.end(JSON.stringify(sample)),
        (error) => response.writeHead(500).end(String(error.stack)),
      );
    }),
  );
}

/**
 * The other end of {@link serveWork}.
 * @param {number} port
 * @returns {import('./rounds.mjs').Side}
 */
export function workAt(port) {
  return async (milliseconds) => {
    const response = await fetch(`http://127.0.0.1:${port}/?${milliseconds}`);
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return JSON.parse(text);
  };
}
