/**
 * `npm run bench [-- names]`: measures the built API against what its parts cost alone, in one run, and prints a table.
 * Names pick measurements: start, me, miss, list, refresh, login, storm, alike, flood, scale. `BENCH_CONNECTIONS` is how many connections, 32 if not set. @see docs/performance.md
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { Refusal, say, step } from '../../scripts/lib/output.mjs';
import { runScript } from '../../scripts/lib/script.mjs';
import { Api } from './lib/api.mjs';
import { findServer } from './lib/databases.mjs';
import { CONCURRENCY } from './lib/rounds.mjs';
import { fill } from './lib/stock.mjs';
import { tableOf } from './lib/table.mjs';
import { measureAlike } from './measures/alike.mjs';
import { measureFlood } from './measures/flood.mjs';
import { measureList } from './measures/list.mjs';
import { measureLogin } from './measures/login.mjs';
import { measureMe } from './measures/me.mjs';
import { measureMiss } from './measures/miss.mjs';
import { measureRefresh } from './measures/refresh.mjs';
import { measureScale } from './measures/scale.mjs';
import { measureStart } from './measures/start.mjs';
import { measureStorm } from './measures/storm.mjs';

/**
 * @typedef {object} Place one database with everything in it
 * @property {string} database its name, for people
 * @property {string} databaseUrl
 * @property {string} limitDatabaseUrl the same, or another one as full where two processes may not share it
 * @property {import('./lib/stock.mjs').Stock} stock
 * @property {import('./lib/api.mjs').ApiSettings} settings
 *
 * @typedef {(place: Place & { api: Api }) => Promise<import('./lib/table.mjs').Row[]>} Measure
 */

/** @type {Record<string, Measure>} */
const MEASURES = {
  me: measureMe,
  miss: measureMiss,
  list: measureList,
  refresh: measureRefresh,
  login: measureLogin,
  storm: measureStorm,
  alike: measureAlike,
  flood: measureFlood,
};
const NAMES = ['start', ...Object.keys(MEASURES), 'scale'];

await runScript(async () => {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !NAMES.includes(name));
  if (unknown) throw new Refusal(`There is no measurement "${unknown}". There are: ${NAMES.join(', ')}.`);
  const isWanted = (/** @type {string} */ name) => names.length === 0 || names.includes(name);
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const server = await findServer();
  say(`${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`);
  if (typeof server === 'string') say(`${server} Measuring on the embedded database only.`);
  else say(`${server.name}, ${CONCURRENCY} connections`);

  const embedded = await step('Filling the embedded database', () => embeddedPlace(folder));
  const rows = [];
  if (isWanted('start')) rows.push(...(await step('start', () => measureStart(embedded))));
  if (typeof server === 'string') {
    rows.push(...(await measure(embedded, Object.keys(MEASURES).filter(isWanted))));
  } else {
    const main = await step(`Filling ${server.name}`, () => serverPlace(server, folder));
    rows.push(...(await measure(main, Object.keys(MEASURES).filter(isWanted))));
    rows.push(...(await measure(embedded, ['refresh'].filter(isWanted))));
    if (isWanted('scale')) rows.push(...(await step('scale', () => measureScale({ server, folder }))));
    await server.close();
  }
  say(`\n${tableOf(rows)}`);
  return rows.some(({ isMissed }) => isMissed) ? 1 : 0;
});

/** @param {Place} place @param {string[]} names @returns {Promise<import('./lib/table.mjs').Row[]>} */
async function measure(place, names) {
  if (names.length === 0) return [];
  const api = await Api.start(place.settings);
  const rows = [];
  for (const name of names) {
    const one = MEASURES[name];
    if (one) rows.push(...(await step(`${name}, ${place.database}`, () => one({ ...place, api }))));
  }
  await api.stop();
  return rows;
}

/** @param {string} folder @returns {Promise<Place>} */
async function embeddedPlace(folder) {
  const databaseUrl = `sqlite:${join(folder, 'latchkey.db')}`;
  const limitDatabaseUrl = `sqlite:${join(folder, 'limit.db')}`;
  const appSecret = randomBytes(32).toString('base64url');
  // The API keeps every other process from its file.
  await fill(limitDatabaseUrl, appSecret);
  const stock = await fill(databaseUrl, appSecret);
  const settings = { databaseUrl, dataDir: folder, appSecret };
  return { database: 'SQLite', databaseUrl, limitDatabaseUrl, stock, settings };
}

/** @param {import('./lib/databases.mjs').Server} server @param {string} folder @returns {Promise<Place>} */
async function serverPlace(server, folder) {
  const databaseUrl = await server.create();
  const appSecret = randomBytes(32).toString('base64url');
  const stock = await fill(databaseUrl, appSecret);
  const database = server.name.split(' ', 1)[0] ?? '';
  const settings = { databaseUrl, dataDir: folder, appSecret };
  return { database, databaseUrl, limitDatabaseUrl: databaseUrl, stock, settings };
}
