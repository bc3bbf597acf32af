import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import supertest from 'supertest';
import { createApp } from '../src/app';
import { Clock } from '../src/clock';
import { Config } from '../src/config';
import { Database } from '../src/database/database';
import { AnswerCheck, watchAnswers } from './answers';
import { createTestDatabase } from './test-database';

/** A clock that goes on like the real one, ahead by as much as a test says. */
export class TestClock extends Clock {
  private offsetMs = 0;
  private wrongMs = 0;

  override now(): number {
    return Date.now() + this.offsetMs + this.wrongMs;
  }

  override behind(other: number | null): number {
    return other === null ? 0 : super.behind(other - this.wrongMs);
  }

  /** Time goes by, for everybody. */
  advance(ms: number): void {
    this.offsetMs += ms;
  }

  /** It is not time that goes by, but this clock that is wrong, by so much. */
  setWrong(ms: number): void {
    this.wrongMs = ms;
  }
}

export interface TestApp {
  app: NestFastifyApplication;
  config: Config;
  clock: TestClock;
  database: Database;
  /** Requests over real HTTP. */
  http: ReturnType<typeof supertest>;
  url: string;
  close(): Promise<void>;
}

/** Apps that a failing test left open would keep the run from ending. */
const open = new Set<TestApp>();
afterAll(async () => {
  await Promise.all([...open].map((api) => api.close()));
  // Of answers that were on their way when the last test ended.
  expectNoFaults();
});

/** Every answer is held to the contract; what is wrong fails the test that asked. */
const answerCheck = new AnswerCheck();
const watches = new Set<() => string[]>();
afterEach(expectNoFaults);

function expectNoFaults(): void {
  expect([...watches].flatMap((takeFaults) => takeFaults())).toEqual([]);
}

/**
 * The real app on a real database and a real port; only the clock can be moved.
 * @param env settings that differ from the defaults
 */
export async function startApp(env: Record<string, string> = {}): Promise<TestApp> {
  const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-test-'));
  const testDatabase = await createTestDatabase();
  const config = new Config({
    NODE_ENV: 'test',
    DATA_DIR: dataDir,
    DATABASE_URL: testDatabase.url,
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    ...env,
  });
  const app = await createApp(config);
  const clock = new TestClock();
  moveClock(app.get(Clock), clock);
  const server: Server = app.getHttpServer();
  watches.add(watchAnswers(server, answerCheck));
  await app.listen(0, '127.0.0.1');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const api: TestApp = {
    app,
    config,
    clock,
    database: app.get(Database),
    http: supertest(url),
    url,
    async close() {
      open.delete(api);
      await app.close();
      await testDatabase.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  open.add(api);
  return api;
}

/** The services hold the app's own clock; it is made to tell the time of the test's. */
function moveClock(own: Clock, test: TestClock): void {
  own.now = () => test.now();
  own.behind = (other) => test.behind(other);
}
