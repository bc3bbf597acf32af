import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Child } from './children.mjs';
import { bootstrap, findFile, firstStatements, PROGRAM_FOLDERS, serverOptions, USER } from './mariadb.mjs';
import { findFreePort } from './ports.mjs';

const PROVIDER_FOLDERS = ['/usr/lib/galera', '/usr/lib64/galera-4', '/usr/lib/galera-4', '/usr/local/lib'];
const HERE = dirname(fileURLToPath(import.meta.url));

const START_MS = 60_000;
/** In any order. A server that is asked to end before the second one never hears of it. */
const SIGNS_OF_READINESS = ['WSREP: Synchronized with group', ': ready for connections'];
/** How long a node that ended is away, so that whoever talks to the others can be watched. */
const AWAY_MS = 5_000;

/**
 * @typedef {object} Node
 * @property {string} folder
 * @property {number} port of SQL
 * @property {number} groupPort
 * @property {number} transferPort what a node that was away gets its missing changes at
 * @property {number} statePort named to the donor; nothing listens there
 */

/**
 * Starts a cluster of MariaDB servers on this machine that replicate to each other (Galera), every one of which may be written
 * to. A node that ends, as after the statement SHUTDOWN, is started again after some seconds, as a supervisor would.
 *
 * @param {number} size
 * @returns {Promise<{ urls: string[], stop: () => Promise<void> }>} the address of each node
 * @throws {import('./output.mjs').Refusal} when MariaDB or Galera is not there
 */
export async function startGalera(size) {
  const program = findFile(PROGRAM_FOLDERS, 'mariadbd');
  const provider = findFile(PROVIDER_FOLDERS, 'libgalera_smm.so', 'galera-4');
  const root = mkdtempSync(join(tmpdir(), 'latchkey-galera-'));
  const removeRoot = () => rmSync(root, { recursive: true, force: true });
  process.once('exit', removeRoot);
  const nodes = await Promise.all(Array.from({ length: size }, (_, index) => nodeIn(join(root, `node-${index}`))));
  const cluster = new Cluster(root, program, provider, nodes);
  const password = randomBytes(12).toString('hex');
  await cluster.found(firstStatements(password));
  return {
    urls: nodes.map(({ port }) => `mysql://${USER}:${password}@127.0.0.1:${port}/${USER}`),
    async stop() {
      await cluster.stop();
      removeRoot();
    },
  };
}

/** @param {string} folder @returns {Promise<Node>} */
async function nodeIn(folder) {
  mkdirSync(join(folder, 'data'), { recursive: true });
  return {
    folder,
    port: await findFreePort(),
    groupPort: await findFreePort(),
    transferPort: await findFreePort(),
    statePort: await findFreePort(),
  };
}

class Cluster {
  /** @type {Map<Node, Child>} */
  #running = new Map();
  #isStopping = false;

  /** @param {string} root @param {string} program @param {string} provider @param {Node[]} nodes */
  constructor(root, program, provider, nodes) {
    this.root = root;
    this.program = program;
    this.provider = provider;
    this.nodes = nodes;
  }

  /** Makes the data once, gives every node a copy, and starts them. @param {string} statements */
  async found(statements) {
    const [first, ...others] = this.nodes;
    if (!first) throw new RangeError('A cluster has at least one node');
    await bootstrap(this.program, this.#options(first, '--wsrep-on=OFF'), first.folder);
    const file = join(first.folder, 'init.sql');
    writeFileSync(file, statements);
    // With Galera, so that the data knows its position in the history of the cluster.
    const seed = await this.#launch(first, '--wsrep-new-cluster', `--init-file=${file}`);
    // It must come to its end by itself: killed, it would not know its position.
    seed.process.kill('SIGTERM');
    const isOver = seed.exited.then(() => true);
    if (!(await Promise.race([isOver, delay(START_MS, false, { ref: false })])))
      throw new Error(`The first node did not end:\n${seed.lastLines}`);
    for (const { folder } of others) {
      cpSync(join(first.folder, 'data'), join(folder, 'data'), { recursive: true });
      for (const own of ['galera.cache', 'gvwstate.dat']) rmSync(join(folder, 'data', own), { force: true });
    }
    await this.#keep(first, '--wsrep-new-cluster');
    for (const node of others) await this.#keep(node);
  }

  async stop() {
    this.#isStopping = true;
    await Promise.all([...this.#running.values()].map((child) => child.stop()));
  }

  /** Starts a node, and again whenever it ends. @param {Node} node @param {string[]} more */
  async #keep(node, ...more) {
    const child = await this.#launch(node, ...more);
    this.#running.set(node, child);
    void this.#restartAfter(child, node);
  }

  /** @param {Child} child @param {Node} node */
  async #restartAfter(child, node) {
    await child.exited;
    await delay(AWAY_MS);
    if (!this.#isStopping) await this.#keep(node);
  }

  /** @param {Node} node @param {string[]} more @returns {Promise<Child>} once it is up to date with the others */
  async #launch(node, ...more) {
    const missing = new Set(SIGNS_OF_READINESS);
    /** @type {(isReady: boolean) => void} */
    let tell = () => undefined;
    const ready = new Promise((resolve) => (tell = resolve));
    const child = new Child({
      name: 'MariaDB',
      program: this.program,
      args: this.#options(node, ...this.#replication(node), ...more),
      env: { ...process.env, PATH: `${HERE}:${process.env.PATH}`, WSREP_MEETING: this.root },
      onLine(line) {
        for (const sign of missing) if (line.includes(sign)) missing.delete(sign);
        if (missing.size === 0) tell(true);
      },
    });
    void child.exited.finally(() => tell(false));
    if (!(await Promise.race([ready, delay(START_MS, false, { ref: false })])))
      throw new Error(`A node did not start:\n${child.lastLines}`);
    return child;
  }

  /** @param {Node} node @param {string[]} more */
  #options({ folder, port }, ...more) {
    return [...serverOptions(folder), `--port=${port}`, ...more];
  }

  /** @param {Node} node */
  #replication({ groupPort, transferPort, statePort }) {
    const members = this.nodes.map((node) => `127.0.0.1:${node.groupPort}`);
    const options = {
      base_host: '127.0.0.1',
      base_port: groupPort,
      'gmcast.listen_addr': `tcp://127.0.0.1:${groupPort}`,
      'ist.recv_addr': `127.0.0.1:${transferPort}`,
      'gcache.size': '64M',
    };
    return [
      '--wsrep-on=ON',
      `--wsrep-provider=${this.provider}`,
      `--wsrep-provider-options=${Object.entries(options)
        .map((option) => option.join('='))
        .join(';')}`,
      `--wsrep-cluster-address=gcomm://${members.join(',')}`,
      '--wsrep-node-address=127.0.0.1',
      '--wsrep-sst-method=position',
      `--wsrep-sst-receive-address=127.0.0.1:${statePort}`,
      '--binlog-format=ROW',
      '--innodb-autoinc-lock-mode=2',
    ];
  }
}
