import { clients } from '../lib/clients.mjs';
import { getRequest } from '../lib/connection.mjs';
import { startLimit } from '../lib/limit.mjs';
import { compare } from '../lib/rounds.mjs';
import { sampleAnswer, signIn, signingIn } from '../lib/sign-in.mjs';
import { comparedSlowest } from '../lib/table.mjs';

/** So long that the slowest in a hundred are many. */
const MILLISECONDS = 3_000;
const TARGET = 2;

/**
 * `GET /v1/me` while as many other connections sign in as fast as they can, against bare `node:http` that verifies the same
 * passwords. @type {import('../run.mjs').Measure}
 */
export async function measureStorm({ api, stock, database }) {
  const tokens = await signIn(api.port, stock);
  const requests = tokens.map((token) => getRequest('/v1/me', { Authorization: `Bearer ${token}` }));
  const sample = await sampleAnswer(api.port, tokens[0] ?? '');
  const bare = await startLimit('bare-http.mjs', { ...sample, passwordHash: stock.passwordHash });
  const side = async (/** @type {number} */ port) => {
    const asking = await clients(port, async (exchange, worker) => {
      await exchange(requests[worker] ?? '');
    });
    const storm = await signingIn(port, stock);
    return async (/** @type {number} */ milliseconds) =>
      (await Promise.all([asking(milliseconds), storm(milliseconds)]))[0];
  };
  const result = await compare({
    ours: await side(api.port),
    limit: await side(bare.port),
    milliseconds: MILLISECONDS,
    figure: 'p99',
  });
  await bare.child.stop();
  const title = `GET /v1/me in a login storm, ${database}`;
  return [comparedSlowest({ title, limit: 'bare node:http', result, target: TARGET })];
}
