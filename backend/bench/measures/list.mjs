import { built } from '../lib/built.mjs';
import { clients } from '../lib/clients.mjs';
import { getRequest } from '../lib/connection.mjs';
import { startLimit, workAt } from '../lib/limit.mjs';
import { compare } from '../lib/rounds.mjs';
import { signIn } from '../lib/sign-in.mjs';
import { statementOf } from '../lib/statement.mjs';
import { compared } from '../lib/table.mjs';

const MILLISECONDS = 2_000;
const PAGE = 25;

/** `GET /v1/resources`, a page of what the caller may read, against its statement alone. @type {import('../run.mjs').Measure} */
export async function measureList({ api, stock, database, limitDatabaseUrl }) {
  // Its limit speaks to a server only.
  if (limitDatabaseUrl.startsWith('sqlite:')) return [];
  const tokens = await signIn(api.port, stock);
  const requests = tokens.map((token) =>
    getRequest(`/v1/resources?limit=${PAGE}`, { Authorization: `Bearer ${token}` }),
  );
  const raw = await startLimit('raw-list.mjs', {
    url: limitDatabaseUrl,
    statement: await listOf(stock.workerIds[0] ?? ''),
  });
  const ours = await clients(api.port, async (exchange, worker) => {
    await exchange(requests[worker] ?? '');
  });
  const result = await compare({ ours, limit: workAt(raw.port), milliseconds: MILLISECONDS });
  await raw.child.stop();
  return [compared({ title: `GET /v1/resources, ${database}`, limit: 'raw SQL', result })];
}

/** What the API itself asks the database for. @param {string} userId */
function listOf(userId) {
  const { ResourceListService } = built('resources/resource-list.service.js');
  const actor = { userId, grants: built('access/permissions.js').grantsOf('USER', '{"resources:read":"own"}') };
  return statementOf((fake) => new ResourceListService(fake).list(actor, { limit: PAGE, sort: '-createdAt' }));
}
