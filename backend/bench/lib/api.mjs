import { randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Child } from '../../../scripts/lib/children.mjs';
import { API_MAIN } from '../../../scripts/lib/paths.mjs';
import { findFreePort } from '../../../scripts/lib/ports.mjs';
import { Connection, getRequest } from './connection.mjs';

const ASK_EVERY_MS = 10;
const START_LIMIT_MS = 60_000;

/** @typedef {{ databaseUrl: string, dataDir: string, appSecret: string }} ApiSettings */

/** Everything as in production; only the database and the port are this run's. */
export class Api {
  /**
   * @param {Child} child
   * @param {number} port
   * @param {number} startMs from the start of the process to the first 200
   * @param {string} webClientSecret
   */
  constructor(child, port, startMs, webClientSecret) {
    this.webClientSecret = webClientSecret;
    this.child = child;
    this.port = port;
    this.startMs = startMs;
  }

  /**
   * Starts the built API and waits until it is ready.
   * @param {ApiSettings} settings
   */
  static async start({ databaseUrl, dataDir, appSecret }) {
    const port = await findFreePort();
    const webClientSecret = randomBytes(32).toString('base64url');
    const started = performance.now();
    const child = new Child({
      name: 'API',
      args: [API_MAIN],
      env: {
        PATH: process.env.PATH,
        NODE_OPTIONS: process.env.BENCH_API_NODE_OPTIONS,
        NODE_ENV: 'production',
        API_PORT: String(port),
        WEB_URL: 'http://localhost:3000',
        DATA_DIR: dataDir,
        DATABASE_URL: databaseUrl,
        APP_SECRET: appSecret,
        WEB_CLIENT_SECRET: webClientSecret,
      },
      tethered: true,
    });
    while (!(await isReady(port))) {
      if (!child.isRunning || performance.now() - started > START_LIMIT_MS)
        throw new Error(`The API did not start:\n${child.lastLines}`);
      await delay(ASK_EVERY_MS);
    }
    return new Api(child, port, performance.now() - started, webClientSecret);
  }

  /** Resident memory in bytes. */
  get residentBytes() {
    const { pid } = this.child.process;
    const status = `/proc/${pid}/status`;
    const kilobytes = existsSync(status)
      ? /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1]
      : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return Number(kilobytes) * 1024;
  }

  stop() {
    return this.child.stop();
  }
}

/** @param {number} port */
async function isReady(port) {
  /** @type {Connection | undefined} */
  let connection;
  try {
    connection = await Connection.open(port);
    return (await connection.exchange(getRequest('/health/ready'))).status === 200;
  } catch {
    return false;
  } finally {
    connection?.close();
  }
}
