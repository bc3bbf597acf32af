import { setTimeout as delay } from 'node:timers/promises';
import { Connection, postRequest } from '../lib/connection.mjs';
import { limited } from '../lib/table.mjs';
import { addressOf, webClientHeader } from '../lib/web-client.mjs';

const WRONG_PER_SECOND = 500;
const SECONDS = 10;
const CONNECTIONS = 64;
const TICK_MS = 10;
/** Somebody in front of a browser. */
const OWNER_PAUSE_MS = 100;
const TARGET_MS = 1_000;
const DEVICE = 'a-device-that-signed-in-before';

/**
 * How long the owner of an account waits to sign in, on a device that did before, while others guess its password from as
 * many addresses as there are guesses. Fails when the owner is turned away.
 * @type {import('../run.mjs').Measure}
 */
export async function measureFlood({ api, stock, database }) {
  const email = stock.visitors[0] ?? '';
  const door = '/v1/auth/login';
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => Connection.open(api.port)));
  const owner = await Connection.open(api.port);
  /** @type {Record<number, number>} */
  const answers = {};
  let guesses = 0;
  const guess = async (/** @type {Connection} */ connection) => {
    const headers = webClientHeader(addressOf(guesses++), api.webClientSecret);
    const { status } = await connection.exchange(postRequest(door, { email, password: 'a guess' }, headers));
    answers[status] = (answers[status] ?? 0) + 1;
  };
  const begun = performance.now();
  const isOver = () => performance.now() - begun > SECONDS * 1_000;
  const flood = connections.map(async (connection) => {
    while (!isOver()) {
      const due = ((performance.now() - begun) / 1_000) * WRONG_PER_SECOND;
      if (guesses < due) await guess(connection);
      else await delay(TICK_MS);
    }
  });
  const times = await signInsOf(owner, api, { email, password: stock.password }, isOver);
  await Promise.all(flood);
  for (const connection of [...connections, owner]) connection.close();
  const slowest = times[Math.ceil(times.length * 0.99) - 1] ?? Infinity;
  const perSecond = Math.round(guesses / SECONDS);
  const said = Object.entries(answers).map(([status, count]) => `${count} × ${status}`);
  const title = `Sign-in of the owner, p99 of ${times.length}, ${perSecond} guesses a second (${said.join(', ')}), ${database}`;
  return [limited({ title, value: slowest, target: TARGET_MS, show: (ms) => `${Math.round(ms)} ms` })];
}

/**
 * @param {Connection} owner
 * @param {import('../lib/api.mjs').Api} api
 * @param {{ email: string, password: string }} credentials
 * @param {() => boolean} isOver
 * @returns {Promise<number[]>} how long each took, in milliseconds, the shortest first
 */
async function signInsOf(owner, api, credentials, isOver) {
  const times = [];
  while (!isOver()) {
    const headers = webClientHeader('192.0.2.1', api.webClientSecret, DEVICE);
    const begun = performance.now();
    const { status, body } = await owner.exchange(postRequest('/v1/auth/login', credentials, headers));
    if (status !== 200) throw new Error(`The owner was turned away: ${status} ${body}`);
    times.push(performance.now() - begun);
    await delay(OWNER_PAUSE_MS);
  }
  return times.toSorted((a, b) => a - b);
}
