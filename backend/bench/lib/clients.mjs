import { Connection } from './connection.mjs';
import { CONCURRENCY, keepBusy } from './rounds.mjs';

/**
 * One connection a worker, kept open over all rounds where the server lets it.
 *
 * @param {number} port
 * @typedef {(request: string, expected?: number[]) => Promise<import('./connection.mjs').Answer>} Exchange fails on any
 *   status but those that are expected, which is 200 alone if nothing is said
 *
 * @param {(exchange: Exchange, worker: number) => Promise<void>} work what one worker does once
 * @returns {Promise<import('./rounds.mjs').Side>}
 */
export async function clients(port, work) {
  const connections = await Promise.all(Array.from({ length: CONCURRENCY }, () => Connection.open(port)));
  const exchangeOf =
    (/** @type {number} */ worker) =>
    async (/** @type {string} */ request, expected = [200]) => {
      const connection = connections[worker];
      if (!connection) throw new RangeError('No such worker');
      const answer = await connection.exchange(request);
      if (!expected.includes(answer.status)) throw new Error(`The server answered ${answer.status}: ${answer.body}`);
      return answer;
    };
  const exchanges = connections.map((_, worker) => exchangeOf(worker));
  return async (milliseconds) => {
    // The server hangs up on those that say nothing for long, as while others have their turn.
    for (const [worker, { socket }] of connections.entries())
      if (socket.destroyed) connections[worker] = await Connection.open(port);
    return keepBusy(milliseconds, (worker) => work(exchanges[worker] ?? exchangeOf(worker), worker));
  };
}

/**
 * Clients that never sleep. Where waking a process of another core is dear, as on some virtual machines, a server that is
 * slower than its client pays for that with each answer, and one that is faster never does: this takes it from both.
 * Not for work that needs all cores.
 *
 * @param {import('./rounds.mjs').Side} side
 * @returns {import('./rounds.mjs').Side}
 */
export function awake(side) {
  return async (milliseconds) => {
    let isAsked = true;
    const goOn = () => {
      if (isAsked) setImmediate(goOn);
    };
    goOn();
    try {
      return await side(milliseconds);
    } finally {
      isAsked = false;
    }
  };
}
