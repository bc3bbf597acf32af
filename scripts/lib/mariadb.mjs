import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Child } from './children.mjs';
import { Refusal } from './output.mjs';
import { findFreePort } from './ports.mjs';

/** Where distributions put the server, and the SQL that makes its own tables. */
export const PROGRAM_FOLDERS = [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/sbin',
  '/usr/local/sbin',
  '/opt/homebrew/bin',
];
const SHARE_FOLDERS = ['/usr/share/mysql', '/usr/share/mariadb', '/usr/local/share/mysql', '/opt/homebrew/share/mysql'];
const SYSTEM_TABLES = ['mysql_system_tables.sql', 'mysql_performance_tables.sql', 'mysql_system_tables_data.sql'];

const START_MS = 30_000;
export const USER = 'latchkey';

/**
 * @typedef {object} PrivateMariadb
 * @property {string} url the address of an empty database, for a user who may make and drop others
 * @property {Promise<import('./children.mjs').Exit>} exited
 * @property {() => Promise<void>} stop ends it and removes its data
 * @property {() => Promise<void>} halt ends it as an operator does, and keeps its data
 * @property {() => Promise<void>} crash kills it at once, and keeps its data
 * @property {() => Promise<void>} startAgain on the same data and the same port
 */

/**
 * @typedef {object} ServerSettings
 * @property {boolean} [isDurable] whether what is committed survives the system's crash, as on an operator's server; tests
 *   need not wait for the disk
 * @property {string} [bufferPool] how much of its tables it keeps in memory
 */

/**
 * Starts a private MariaDB that nobody else reaches.
 *
 * @param {ServerSettings} [settings]
 * @returns {Promise<PrivateMariadb>}
 * @throws {Refusal} when there is no MariaDB to start
 */
export async function startMariadb(settings = {}) {
  const program = findFile(PROGRAM_FOLDERS, 'mariadbd');
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-mariadb-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeFolder);
  const port = await findFreePort();
  const password = randomBytes(12).toString('hex');
  const options = serverOptions(folder, settings);
  mkdirSync(join(folder, 'data'));
  await bootstrap(program, options, folder);
  writeFileSync(join(folder, 'init.sql'), firstStatements(password));
  /** @param {string[]} [more] */
  const launch = async (more = []) => {
    const child = new Child({ name: 'MariaDB', program, args: [...options, `--port=${port}`, ...more] });
    await waitUntilListening(child, port);
    return child;
  };
  let server = await launch([`--init-file=${join(folder, 'init.sql')}`]);
  return {
    url: `mysql://${USER}:${password}@127.0.0.1:${port}/${USER}`,
    exited: server.exited,
    halt: () => server.stop(),
    async crash() {
      server.kill();
      await server.exited;
    },
    async startAgain() {
      server = await launch();
    },
    async stop() {
      await server.stop();
      removeFolder();
    },
  };
}

/** @param {string} folder @param {ServerSettings} [settings] */
export function serverOptions(folder, { isDurable = false, bufferPool = '256M' } = {}) {
  return [
    '--no-defaults',
    `--datadir=${join(folder, 'data')}`,
    `--socket=${join(folder, 'socket')}`,
    `--pid-file=${join(folder, 'pid')}`,
    `--tmpdir=${folder}`, // A server that starts removes what others have in theirs.
    `--user=${userInfo().username}`, // As root it runs only when told so.
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    '--skip-log-bin',
    '--max-connections=500',
    `--innodb-buffer-pool-size=${bufferPool}`,
    `--innodb-flush-log-at-trx-commit=${isDurable ? 1 : 2}`,
  ];
}

/** Makes the server's own tables. @param {string} program @param {string[]} options @param {string} folder */
export async function bootstrap(program, options, folder) {
  const scripts = SYSTEM_TABLES.map((name) => readFileSync(findFile(SHARE_FOLDERS, name), 'utf8'));
  // What mariadb-install-db does; that one wants a program of another package. Users of this host's name are not wanted.
  const sql = ['CREATE DATABASE mysql;', 'USE mysql;', 'SET @auth_root_socket=NULL;', ...scripts]
    .join('\n')
    .replaceAll(/^.*@current_hostname.*$/gm, '');
  const file = join(folder, 'bootstrap.sql');
  writeFileSync(file, sql);
  const child = new Child({
    name: 'MariaDB',
    program: '/bin/sh',
    args: ['-c', 'exec "$@" < "$0"', file, program, ...options, '--bootstrap', '--silent-startup'],
  });
  const { code } = await child.exited;
  if (code !== 0) throw new Error(`MariaDB could not make its tables:\n${child.lastLines}`);
}

/** @param {string} password */
export function firstStatements(password) {
  return [
    `CREATE DATABASE ${USER};`,
    `CREATE USER ${USER}@'127.0.0.1' IDENTIFIED BY '${password}';`,
    `GRANT ALL PRIVILEGES ON *.* TO ${USER}@'127.0.0.1';`,
    '',
  ].join('\n');
}

/** @param {Child} server @param {number} port */
async function waitUntilListening(server, port) {
  const deadline = Date.now() + START_MS;
  while (!(await isListening(port))) {
    if (!server.isRunning || Date.now() > deadline) throw new Error(`MariaDB did not start:\n${server.lastLines}`);
    await delay(50);
  }
}

/** @param {number} port @returns {Promise<boolean>} */
function isListening(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    // Its greeting comes when it is ready to serve, and after the first statements.
    socket.once('data', () => resolve(Boolean(socket.destroy())));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}

/** @param {string[]} folders @param {string} name @param {string} [debian] the package that brings it */
export function findFile(folders, name, debian = 'mariadb-server-core') {
  const found = folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
  if (found) return found;
  throw new Refusal(`MariaDB was not found (${name}). On Debian: apt-get install ${debian}`);
}
