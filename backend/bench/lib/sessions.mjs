import { Connection, getRequest, postRequest } from './connection.mjs';
import { CONCURRENCY } from './rounds.mjs';

const ACCESS_TOKEN = /"accessToken":"([\w.-]+)"/;
const REFRESH_TOKEN = /"refreshToken":"([\w-]+)"/;

/** @typedef {{ refreshToken: string }} Session */

/**
 * Deals items to the workers: each goes round its own share, so that no two use one at the same time.
 *
 * @template T
 * @param {T[]} items
 * @returns {(worker: number) => T}
 */
export function sharesOf(items) {
  const positions = Array.from({ length: CONCURRENCY }, (_, worker) => worker);
  return (worker) => {
    const position = positions[worker] ?? worker;
    positions[worker] = position + CONCURRENCY < items.length ? position + CONCURRENCY : worker;
    return /** @type {T} */ (items[position]);
  };
}

/**
 * Work that exchanges refresh tokens, session after session.
 * @param {Session[]} sessions
 * @returns {(exchange: import('./clients.mjs').Exchange, worker: number) => Promise<void>}
 */
export function renewer(sessions) {
  const next = sharesOf(sessions);
  return async (exchange, worker) => {
    await renew(exchange, next(worker));
  };
}

/**
 * Requests of `GET /v1/me`, each with the access token of another session that has been used before.
 *
 * @param {number} port
 * @param {Session[]} sessions
 * @returns {Promise<string[]>}
 */
export async function requestsOf(port, sessions) {
  /** @type {string[]} */
  const requests = [];
  const line = sessions.values();
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      const connection = await Connection.open(port);
      const exchange = async (/** @type {string} */ request) => {
        const answer = await connection.exchange(request);
        if (answer.status !== 200) throw new Error(`The server answered ${answer.status}: ${answer.body}`);
        return answer;
      };
      for (const session of line) {
        const token = await renew(exchange, session);
        const request = getRequest('/v1/me', { Authorization: `Bearer ${token}` });
        // The first use of a token writes down that it arrived; no other does.
        await exchange(request);
        requests.push(request);
      }
      connection.close();
    }),
  );
  return requests;
}

/** @param {(request: string) => Promise<import('./connection.mjs').Answer>} exchange @param {Session} session */
async function renew(exchange, session) {
  const { body } = await exchange(postRequest('/v1/auth/refresh', { refreshToken: session.refreshToken }));
  session.refreshToken = REFRESH_TOKEN.exec(body)?.[1] ?? '';
  return ACCESS_TOKEN.exec(body)?.[1] ?? '';
}
