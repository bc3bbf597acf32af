import { Connection } from './connection.mjs';
import { CONCURRENCY, keepBusy } from './rounds.mjs';

/**
 * One connection a worker, kept open over all rounds.
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
  const exchanges = connections.map((connection) => async (/** @type {string} */ request, expected = [200]) => {
    const answer = await connection.exchange(request);
    if (!expected.includes(answer.status)) throw new Error(`The server answered ${answer.status}: ${answer.body}`);
    return answer;
  });
  return (milliseconds) =>
    keepBusy(milliseconds, (worker) => {
      const exchange = exchanges[worker];
      if (!exchange) throw new RangeError('No such worker');
      return work(exchange, worker);
    });
}
