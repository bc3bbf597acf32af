import { Connection, getRequest } from '../lib/connection.mjs';
import { median } from '../lib/rounds.mjs';
import { signIn } from '../lib/sign-in.mjs';

const TIMES = 40;
const TARGET_MS = 50;

/**
 * What the pages of the administration ask for, by one administrator who waits for each answer.
 * @param {{ few: import('./scale.mjs').Side, many: import('./scale.mjs').Side }} sides
 * @returns {Promise<import('../lib/table.mjs').Row[]>}
 */
export async function measureAdmin({ few, many }) {
  const rows = [];
  const paths = pathsFor(many.stock.somebody);
  const [ours, limit] = [await times(many, paths), await times(few, pathsFor(few.stock.somebody))];
  for (const [index, path] of paths.entries()) {
    const [at = Number.NaN, before = Number.NaN] = [ours[index], limit[index]];
    const isMissed = at >= TARGET_MS;
    rows.push({
      cells: [
        path.replace(many.stock.somebody, '{id}'),
        '',
        `${at.toFixed(1)} ms`,
        `${before.toFixed(1)} ms with 1k`,
        (before / at).toFixed(2),
        `< ${TARGET_MS} ms`,
        isMissed ? 'MISSED' : 'reached',
      ],
      isMissed,
    });
  }
  return rows;
}

/** @param {string} id of somebody */
function pathsFor(id) {
  const monthAgo = new Date(Date.now() - 30 * 86_400_000).toISOString();
  return [
    '/v1/overview',
    '/v1/users?limit=20',
    '/v1/users?limit=20&sort=name',
    '/v1/users?limit=20&status=active&role=USER',
    '/v1/users?limit=20&search=person',
    '/v1/users?limit=20&search=person-0000999',
    '/v1/users?limit=20&search=person%200000999',
    '/v1/users?limit=20&sort=name&search=bench.example%20person',
    `/v1/users/${id}`,
    `/v1/users/${id}/sessions`,
    '/v1/roles',
    '/v1/access-matrix',
    '/v1/audit-events?limit=20',
    '/v1/audit-events?limit=20&action=user.update',
    '/v1/audit-events?limit=20&outcome=failure',
    `/v1/audit-events?limit=20&subject=${id}`,
    `/v1/audit-events?limit=20&from=${monthAgo}&action=session.start&outcome=failure`,
  ];
}

/** @param {import('./scale.mjs').Side} side @param {string[]} paths @returns {Promise<number[]>} the usual milliseconds of each */
async function times({ api, stock }, paths) {
  const [token] = await signIn(api.port, { ...stock, emails: [stock.administrator] });
  const connection = await Connection.open(api.port);
  const medians = [];
  for (const path of paths) {
    const took = [];
    for (let time = 0; time < TIMES; time += 1) {
      const started = performance.now();
      const { status, body } = await connection.exchange(getRequest(path, { Authorization: `Bearer ${token}` }));
      if (status !== 200) throw new Error(`${path} answered ${status}: ${body}`);
      took.push(performance.now() - started);
    }
    medians.push(median(took));
  }
  connection.close();
  return medians;
}
