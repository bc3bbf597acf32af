import { clients } from '../lib/clients.mjs';
import { postRequest } from '../lib/connection.mjs';
import { startLimit, workAt } from '../lib/limit.mjs';
import { compare } from '../lib/rounds.mjs';
import { sharesOf } from '../lib/sessions.mjs';
import { compared } from '../lib/table.mjs';

const MILLISECONDS = 2_000;
/** On a database server. The embedded database spends its time waiting for the disk; its figure is for information. */
const TARGET = 0.6;
const REFRESH_TOKEN = /"refreshToken":"([\w-]+)"/;

/** `POST /v1/auth/refresh` against the two statements in it by raw SQL. @type {import('../run.mjs').Measure} */
export async function measureRefresh({ api, stock, database, databaseUrl, limitDatabaseUrl }) {
  const isEmbedded = databaseUrl.startsWith('sqlite:');
  const raw = await startLimit(isEmbedded ? 'raw-sqlite.mjs' : 'raw-sql.mjs', { url: limitDatabaseUrl });
  // The tokens themselves are dealt out, in boxes, so that a new one takes the place of the one it came from.
  const next = sharesOf(stock.refreshTokens.map((token) => ({ token })));
  const ours = await clients(api.port, async (exchange, worker) => {
    const box = next(worker);
    const { body } = await exchange(postRequest('/v1/auth/refresh', { refreshToken: box.token }));
    box.token = REFRESH_TOKEN.exec(body)?.[1] ?? '';
  });
  const result = await compare({ ours, limit: workAt(raw.port), milliseconds: MILLISECONDS });
  await raw.child.stop();
  const target = isEmbedded ? undefined : TARGET;
  return [compared({ title: `POST /v1/auth/refresh, ${database}`, limit: 'raw SQL', result, target })];
}
