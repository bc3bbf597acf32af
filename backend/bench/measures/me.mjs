import { awake, clients } from '../lib/clients.mjs';
import { getRequest } from '../lib/connection.mjs';
import { startLimit } from '../lib/limit.mjs';
import { compare } from '../lib/rounds.mjs';
import { compared } from '../lib/table.mjs';
import { sampleAnswer, signIn } from '../lib/sign-in.mjs';

const MILLISECONDS = 2_000;
const TARGET = 0.4;
/** `GET /v1/me`, each connection with its own session, against bare `node:http`. @type {import('../run.mjs').Measure} */
export async function measureMe({ api, stock, database }) {
  const tokens = await signIn(api.port, stock);
  const requests = tokens.map((token) => getRequest('/v1/me', { Authorization: `Bearer ${token}` }));
  const bare = await startLimit('bare-http.mjs', { ...(await sampleAnswer(api.port, tokens[0] ?? '')) });
  const ask = async (/** @type {number} */ port) =>
    awake(
      await clients(port, async (exchange, worker) => {
        await exchange(requests[worker] ?? '');
      }),
    );
  const result = await compare({ ours: await ask(api.port), limit: await ask(bare.port), milliseconds: MILLISECONDS });
  await bare.child.stop();
  return [compared({ title: `GET /v1/me, ${database}`, limit: 'bare node:http', result, target: TARGET })];
}
