import { built } from '../lib/built.mjs';
import { clients } from '../lib/clients.mjs';
import { startLimit } from '../lib/limit.mjs';
import { compare } from '../lib/rounds.mjs';
import { requestsOf, sharesOf } from '../lib/sessions.mjs';
import { sampleAnswer, signIn } from '../lib/sign-in.mjs';
import { statementOf } from '../lib/statement.mjs';
import { compared } from '../lib/table.mjs';

const MILLISECONDS = 2_000;
const TARGET = 0.7;
/**
 * So many that each comes again only when the API has to read it again, which is 0.8 s later, and so few that their
 * verified tokens are all remembered.
 */
const SESSIONS = 9_900;

/**
 * `GET /v1/me`, each time with another session, against bare `node:http` that asks the database for this one session.
 * @type {import('../run.mjs').Measure}
 */
export async function measureMiss({ api, stock, database, limitDatabaseUrl }) {
  // Its limit speaks to a server only.
  if (limitDatabaseUrl.startsWith('sqlite:')) return [];
  const requests = await requestsOf(api.port, stock.sessions.slice(0, SESSIONS));
  const [token = ''] = await signIn(api.port, { ...stock, emails: stock.emails.slice(0, 1) });
  const { LiveSessions } = built('access/live-sessions.js');
  const { sql } = await statementOf((fake) => new LiveSessions(fake).find('id'));
  const bare = await startLimit('bare-http.mjs', {
    ...(await sampleAnswer(api.port, token)),
    session: { url: limitDatabaseUrl, sql },
  });
  const side = (/** @type {number} */ port) => {
    const next = sharesOf(requests);
    return clients(port, async (exchange, worker) => {
      await exchange(next(worker));
    });
  };
  const result = await compare({
    ours: await side(api.port),
    limit: await side(bare.port),
    milliseconds: MILLISECONDS,
  });
  await bare.child.stop();
  const title = `GET /v1/me, session read anew, ${database}`;
  return [compared({ title, limit: 'bare node:http + 1 query', result, target: TARGET })];
}
