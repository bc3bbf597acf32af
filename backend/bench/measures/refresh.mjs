import { clients } from '../lib/clients.mjs';
import { startLimit, workAt } from '../lib/limit.mjs';
import { compare } from '../lib/rounds.mjs';
import { renewer } from '../lib/sessions.mjs';
import { compared } from '../lib/table.mjs';

const MILLISECONDS = 2_000;
/** On a database server. The embedded database spends its time waiting for the disk; its figure is for information. */
const TARGET = 0.6;

/** `POST /v1/auth/refresh` against the two statements in it by raw SQL. @type {import('../run.mjs').Measure} */
export async function measureRefresh({ api, stock, database, databaseUrl, limitDatabaseUrl }) {
  const isEmbedded = databaseUrl.startsWith('sqlite:');
  const raw = await startLimit(isEmbedded ? 'raw-sqlite.mjs' : 'raw-sql.mjs', { url: limitDatabaseUrl });
  const ours = await clients(api.port, renewer(stock.sessions));
  const result = await compare({ ours, limit: workAt(raw.port), milliseconds: MILLISECONDS });
  await raw.child.stop();
  const target = isEmbedded ? undefined : TARGET;
  return [compared({ title: `POST /v1/auth/refresh, ${database}`, limit: 'raw SQL', result, target })];
}
