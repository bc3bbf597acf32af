import { randomBytes } from 'node:crypto';
import { Api } from '../lib/api.mjs';
import { clients } from '../lib/clients.mjs';
import { getRequest } from '../lib/connection.mjs';
import { fillCrowd } from '../lib/crowd.mjs';
import { compare } from '../lib/rounds.mjs';
import { renewer, requestsOf, sharesOf } from '../lib/sessions.mjs';
import { signIn, signingIn } from '../lib/sign-in.mjs';
import { compared } from '../lib/table.mjs';
import { measureAdmin } from './admin.mjs';

const FEW = { people: 1_000, sessions: 20_000, events: 1_000 };
const MANY = { people: 1_000_000, sessions: 1_000_000, events: 1_000_000 };
const MILLISECONDS = 2_000;
/** What a round differs by on its own, and one level more of the trees. */
const TARGET = 0.85;
/** As in miss.mjs. */
const SESSIONS = 9_900;

/** @typedef {{ api: Api, stock: Awaited<ReturnType<typeof fillCrowd>> }} Side */

/** What is done to both, by its title. @type {Record<string, (side: Side) => Promise<import('../lib/rounds.mjs').Side>>} */
const WORKS = {
  'GET /v1/me': async ({ api, stock }) => asking(api, mine(await signIn(api.port, stock))),
  'GET /v1/me, session read anew': async ({ api, stock }) => {
    const next = sharesOf(await requestsOf(api.port, stock.sessions.slice(0, SESSIONS)));
    return asking(api, next);
  },
  'POST /v1/auth/refresh': ({ api, stock }) => clients(api.port, renewer(stock.sessions)),
  'POST /v1/auth/login': ({ api, stock }) => signingIn(api.port, stock),
  'GET /v1/users': async ({ api, stock }) => {
    const [token] = await signIn(api.port, { ...stock, emails: [stock.administrator] });
    const request = getRequest('/v1/users?limit=25', { Authorization: `Bearer ${token}` });
    return asking(api, () => request);
  },
};

/**
 * The API on a database with a million people, sessions and events, against the same on one with a thousand people.
 * @param {{ server: import('../lib/databases.mjs').Server, folder: string }} options
 */
export async function measureScale({ server, folder }) {
  const few = await open(server, folder, FEW);
  const many = await open(server, folder, MANY);
  const rows = [];
  for (const [title, work] of Object.entries(WORKS)) {
    const [ours, limit] = [await work(many), await work(few)];
    const result = await compare({ ours, limit, milliseconds: MILLISECONDS });
    rows.push(compared({ title: `${title}, 1M people`, limit: 'with 1k people', result, target: TARGET }));
  }
  rows.push(...(await measureAdmin({ few, many })));
  await Promise.all([few.api.stop(), many.api.stop()]);
  return rows;
}

/** @param {import('../lib/databases.mjs').Server} server @param {string} folder @param {typeof FEW} size @returns {Promise<Side>} */
async function open(server, folder, size) {
  const databaseUrl = await server.create();
  const appSecret = randomBytes(32).toString('base64url');
  const stock = await fillCrowd(databaseUrl, appSecret, size);
  return { stock, api: await Api.start({ databaseUrl, dataDir: folder, appSecret }) };
}

/** @param {Api} api @param {(worker: number) => string} next */
function asking(api, next) {
  return clients(api.port, async (exchange, worker) => {
    await exchange(next(worker));
  });
}

/** @param {string[]} tokens one a worker */
function mine(tokens) {
  const requests = tokens.map((token) => getRequest('/v1/me', { Authorization: `Bearer ${token}` }));
  return (/** @type {number} */ worker) => requests[worker] ?? '';
}
