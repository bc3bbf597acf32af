import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TokenPairDto } from '../../src/auth/auth.dto';
import { Database } from '../../src/database/database';
import { ENTITIES } from '../../src/entities';
import { ApiProcess } from '../api-process';
import { makeUser, PASSWORD, type UserTraits } from '../builders';
import { TestClock } from '../start-app';
import { createTestDatabase, MYSQL_URL, type TestDatabase } from '../test-database';

/** An answer, or undefined when the connection ended before there was one. */
export type Answer = { status: number; body: Record<string, unknown> } | undefined;

/** Where a world keeps its data, if not in a database like every other test's. */
export interface Place {
  readonly database?: TestDatabase;
  /** The address at which one instance finds the database whose address this is. */
  readonly route?: (url: string, instance: number) => string;
}

/** The API as it runs in production: one process on the embedded database, two on a server. They can be killed. */
export class World {
  readonly processes: ApiProcess[] = [];

  private constructor(
    private readonly database: TestDatabase,
    private readonly folder: string,
    private readonly envOf: (instance: number) => Record<string, string>,
  ) {}

  /** @param people made before anything runs, with {@link PASSWORD} */
  static async open(
    people: readonly UserTraits[],
    settings: Record<string, string> = {},
    { database: given, route = (url) => url }: Place = {},
  ): Promise<World> {
    const database = given ?? (await createTestDatabase());
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-faults-'));
    const opened = await Database.open({ url: database.url, entities: ENTITIES });
    for (const traits of people) await makeUser({ database: opened, clock: new TestClock() }, traits);
    await opened.close();
    const appSecret = randomBytes(32).toString('base64url');
    const world = new World(database, folder, (instance) => ({
      NODE_ENV: 'test',
      // The same people sign in again and again, with passwords that were just changed.
      RATE_LIMITS: 'off',
      DATA_DIR: folder,
      DATABASE_URL: route(database.url, instance),
      APP_SECRET: appSecret,
      LOG_LEVEL: 'info',
      ...settings,
    }));
    const instances = MYSQL_URL ? 2 : 1;
    for (let i = 0; i < instances; i += 1) world.processes.push(await ApiProcess.start(world.envOf(i)));
    return world;
  }

  get databaseUrl(): string {
    return this.database.url;
  }

  async close(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.end('SIGKILL')));
    await this.database.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async kill(index: number): Promise<void> {
    await this.processes[index]!.end('SIGKILL');
  }

  /** @returns milliseconds until it is ready */
  async restart(index: number): Promise<number> {
    const started = performance.now();
    this.processes[index] = await ApiProcess.start(this.envOf(index));
    const ready = await this.ask(index, 'GET', '/health/ready');
    if (ready?.status !== 200) throw new Error(`Started, but not ready: ${ready?.status}`);
    return performance.now() - started;
  }

  /** A request to one instance, on a connection of its own. */
  async ask(
    index: number,
    method: string,
    path: string,
    parts: { token?: string; body?: object } = {},
  ): Promise<Answer> {
    const { token, body } = parts;
    try {
      const response = await fetch(`${this.processes[index % this.processes.length]!.address}${path}`, {
        method,
        headers: {
          connection: 'close',
          ...(body && { 'content-type': 'application/json' }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
    } catch {
      return undefined;
    }
  }

  async signIn(email: string, password = PASSWORD, index = 0): Promise<TokenPairDto> {
    const answer = await this.ask(index, 'POST', '/v1/auth/login', { body: { email, password } });
    if (answer?.status !== 200) throw new Error(`Signing in answered ${answer?.status}`);
    return answer.body as unknown as TokenPairDto;
  }

  refresh({ refreshToken }: TokenPairDto, index = 0): Promise<Answer> {
    return this.ask(index, 'POST', '/v1/auth/refresh', { body: { refreshToken } });
  }

  me({ accessToken }: TokenPairDto, index = 0): Promise<Answer> {
    return this.ask(index, 'GET', '/v1/me', { token: accessToken });
  }
}
