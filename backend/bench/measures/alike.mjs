import { Connection, postRequest } from '../lib/connection.mjs';
import { within } from '../lib/table.mjs';
import { addressOf, webClientHeader } from '../lib/web-client.mjs';

const PAIRS = 200;
/** Asked before, and not counted: the first requests of a process take longer. */
const WARM_UP_PAIRS = 20;
const WORST_AUC = 0.6;

/**
 * The doors that must not tell whether an account exists.
 * @type {{ path: string, status: number, bodyOf: (email: string) => object }[]}
 */
const DOORS = [
  { path: '/v1/auth/login', status: 401, bodyOf: (email) => ({ email, password: 'not the password of anybody' }) },
  {
    path: '/v1/auth/register',
    status: 202,
    bodyOf: (email) => ({ email, password: 'seven brown foxes at noon', name: 'Somebody' }),
  },
  { path: '/v1/auth/forgot-password', status: 202, bodyOf: (email) => ({ email }) },
  { path: '/v1/auth/resend-verification', status: 202, bodyOf: (email) => ({ email }) },
];

/**
 * Whether the time of an answer tells a known address from an unknown one: pairs of requests in random order, each about
 * somebody else and from another place. What is shown is the probability that a known address takes longer (the area
 * under the curve, AUC): 0.5 tells nothing, 0 and 1 tell all.
 * @type {import('../run.mjs').Measure}
 */
export async function measureAlike({ api, stock, database }) {
  const connection = await Connection.open(api.port);
  const rows = [];
  let asked = 0;
  for (const door of DOORS) {
    const ask = async (/** @type {string} */ email) => {
      const headers = webClientHeader(addressOf(asked++), api.webClientSecret);
      return timed(connection, door, email, headers);
    };
    const known = [];
    const unknown = [];
    for (let pair = 0; pair < WARM_UP_PAIRS + PAIRS; pair++) {
      const visitor = stock.visitors[asked % stock.visitors.length] ?? '';
      const [ofKnown, ofUnknown] = await inRandomOrder(ask, visitor, `nobody-${asked}@bench.example`);
      if (ofKnown.body !== ofUnknown.body)
        throw new Error(`${door.path} answers differently: ${ofKnown.body} ${ofUnknown.body}`);
      if (pair < WARM_UP_PAIRS) continue;
      known.push(ofKnown.ms);
      unknown.push(ofUnknown.ms);
    }
    rows.push(
      within({
        title: `POST ${door.path}, known against unknown, ${database}`,
        value: probabilityOfLonger(known, unknown),
        from: 1 - WORST_AUC,
        to: WORST_AUC,
        detail: `${median(known).toFixed(1)} / ${median(unknown).toFixed(1)} ms`,
      }),
    );
  }
  connection.close();
  return rows;
}

/** @param {Connection} connection @param {typeof DOORS[number]} door @param {string} email @param {Record<string, string>} headers */
async function timed(connection, { path, status, bodyOf }, email, headers) {
  const request = postRequest(path, bodyOf(email), headers);
  const begun = performance.now();
  const answer = await connection.exchange(request);
  const ms = performance.now() - begun;
  if (answer.status !== status) throw new Error(`${path} answered ${answer.status}: ${answer.body}`);
  return { ms, body: answer.body.replace(/"requestId":"[^"]*"/, '') };
}

/**
 * @template T
 * @param {(email: string) => Promise<T>} ask
 * @param {string} first
 * @param {string} second
 * @returns {Promise<[T, T]>} the answers in the order of the addresses, whichever was asked about before the other
 */
async function inRandomOrder(ask, first, second) {
  if (Math.random() < 0.5) return [await ask(first), await ask(second)];
  const answer = await ask(second);
  return [await ask(first), answer];
}

/** Mann and Whitney's U as a share of all pairs. @param {number[]} some @param {number[]} others */
function probabilityOfLonger(some, others) {
  const wins = some.reduce(
    (sum, one) => sum + others.reduce((won, other) => won + (one > other ? 1 : one === other ? 0.5 : 0), 0),
    0,
  );
  return wins / (some.length * others.length);
}

/** @param {number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
