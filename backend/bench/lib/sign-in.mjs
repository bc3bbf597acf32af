import { setTimeout as delay } from 'node:timers/promises';
import { clients } from './clients.mjs';
import { Connection, postRequest } from './connection.mjs';

/** What `node:http` adds by itself. */
const OWN_HEADERS = new Set(['connection', 'date', 'keep-alive']);
/** What the API asks for when too many wait is two seconds; a bench has less patience, and yet must not do nothing but ask. */
const COME_AGAIN_MS = 250;

/**
 * Signs everybody in through the front door.
 *
 * @param {number} port
 * @param {import('./stock.mjs').Stock} stock
 * @returns {Promise<string[]>} an access token for each
 */
export async function signIn(port, { emails, password }) {
  const connection = await Connection.open(port);
  const tokens = [];
  for (const email of emails) {
    const { status, body } = await connection.exchange(postRequest('/v1/auth/login', { email, password }));
    if (status !== 200) throw new Error(`Signing in answered ${status}: ${body}`);
    tokens.push(JSON.parse(body).accessToken);
  }
  connection.close();
  return tokens;
}

/**
 * Connections that sign in, each time as somebody else.
 *
 * @param {number} port
 * @param {import('./stock.mjs').Stock} stock
 * @returns {Promise<import('./rounds.mjs').Side>}
 */
export function signingIn(port, { visitors, password }) {
  const requests = visitors.map((email) => postRequest('/v1/auth/login', { email, password }));
  let next = 0;
  return clients(port, async (exchange) => {
    const request = requests[next++ % requests.length] ?? '';
    // Refused while too many wait for their verification; whoever was let in is who counts.
    while ((await exchange(request, [200, 503])).status === 503) await delay(COME_AGAIN_MS);
  });
}

/** An answer of `GET /v1/me`, and the key that its token is verified with. @param {number} port @param {string} token */
export async function sampleAnswer(port, token) {
  const url = `http://127.0.0.1:${port}`;
  const answer = await fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  const { keys } = /** @type {{ keys: object[] }} */ (await (await fetch(`${url}/.well-known/jwks.json`)).json());
  return {
    jwk: keys[0],
    headers: [...answer.headers].filter(([name]) => !OWN_HEADERS.has(name)),
    body: await answer.text(),
  };
}
