import { Connection } from './connection.mjs';
import { CONCURRENCY, keepBusy } from './rounds.mjs';

/**
 * One connection a worker, kept open over all rounds.
 *
 * @param {number} port
 * @param {(exchange: (request: string) => Promise<string>, worker: number) => Promise<void>} work what one worker does
 *   once; `exchange` resolves with the body of a 200 and fails on anything else
 * @returns {Promise<import('./rounds.mjs').Side>}
 */
export async function clients(port, work) {
  const connections = await Promise.all(Array.from({ length: CONCURRENCY }, () => Connection.open(port)));
  const exchanges = connections.map((connection) => async (/** @type {string} */ request) => {
    const { status, body } = await connection.exchange(request);
    if (status !== 200) throw new Error(`The server answered ${status}: ${body}`);
    return body;
  });
  return (milliseconds) =>
    keepBusy(milliseconds, (worker) => {
      const exchange = exchanges[worker];
      if (!exchange) throw new RangeError('No such worker');
      return work(exchange, worker);
    });
}
