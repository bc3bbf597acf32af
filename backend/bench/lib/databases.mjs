import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { startMariadb } from '../../../scripts/lib/mariadb.mjs';
import { Refusal } from '../../../scripts/lib/output.mjs';

const mysql = createRequire(import.meta.url)('mysql2/promise');

/** Enough for a million people with their sessions, as an operator would see to. */
const BUFFER_POOL = '2G';

/**
 * @typedef {object} Server a database server that takes databases of ours
 * @property {string} name with its version
 * @property {() => Promise<string>} create makes a new database and resolves with its address
 * @property {() => Promise<void>} close drops what was created, and ends the server if it is ours
 */

/**
 * The server in `MYSQL_URL`, else a private MariaDB that waits for the disk as its default is.
 * @returns {Promise<Server | string>} or why there is none
 */
export async function findServer() {
  const given = process.env.MYSQL_URL;
  if (given) return serverAt(given, async () => {});
  try {
    const own = await startMariadb({ isDurable: true, bufferPool: BUFFER_POOL });
    return await serverAt(own.url, own.stop);
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

/** @param {string} url @param {() => Promise<void>} stop @returns {Promise<Server>} */
async function serverAt(url, stop) {
  const { hostname, port, username, password } = new URL(url);
  const connection = await mysql.createConnection({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 3306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
  });
  const [[{ version }]] = await connection.query('SELECT VERSION() AS version');
  /** @type {string[]} */
  const created = [];
  return {
    name: /mariadb/i.test(version) ? `MariaDB ${version.split('-')[0]}` : `MySQL ${version}`,
    async create() {
      const name = `latchkey_bench_${randomBytes(6).toString('hex')}`;
      await connection.query(`CREATE DATABASE ${name}`);
      created.push(name);
      return Object.assign(new URL(url), { pathname: `/${name}` }).href;
    },
    async close() {
      for (const name of created) await connection.query(`DROP DATABASE ${name}`);
      await connection.end();
      await stop();
    },
  };
}
