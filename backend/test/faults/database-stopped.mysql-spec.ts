import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../rotation/random';
import { ADMIN, type Change, changingPassword, changingRole, signingOut, signingOutEverywhere } from './changes';
import { Device } from './device';
import { OwnMariadb } from './own-mariadb';
import { World } from './world';

/** How long the database is away. `FAULT_OUTAGE_SECONDS=30 npm test -- database-stopped` for a longer one. */
const OUTAGE_MS = Number(process.env.FAULT_OUTAGE_SECONDS ?? 5) * 1_000;
const RECOVERY_MS = 10_000;
const DEVICES = 6;
/** Changes that are asked for around the moment of the end, and as many while the database is away. */
const CHANGES = 12;
/** From one to the next; the end comes when a third of them is acknowledged, in the middle of others. */
const STEP_MS = 50;
/** Longer than anything is believed that was read before. */
const MEMORY_MS = 1_000;
const OWNER = 'owner@example.com';
const personOf = (index: number) => `person-${index}@example.com`;

jest.setTimeout(120_000 + 2 * OUTAGE_MS);

/** One change each to somebody, of every kind in turn. */
async function prepareChanges(world: World, passwords: Map<string, string>, from: number): Promise<Change[]> {
  return Promise.all(
    Array.from({ length: CHANGES }, async (_, index) => {
      const email = personOf(from + index);
      switch (index % 4) {
        case 0:
          return signingOut(world, email);
        case 1:
          return signingOutEverywhere(world, email);
        case 2:
          return changingPassword(world, email, passwords);
        default:
          return changingRole(world, email, (await world.signIn(email)).user.id, 'ADMIN');
      }
    }),
  );
}

/** Makes one after the other, and in the middle of it does this. @returns which were acknowledged */
async function makeUntil(changes: readonly Change[], end: () => Promise<unknown>): Promise<boolean[]> {
  let acknowledged = 0;
  let ended: Promise<unknown> | undefined;
  const results = await Promise.all(
    changes.map(async (change, i) => {
      await sleep(STEP_MS * i);
      const isDone = await change.make();
      acknowledged += Number(isDone);
      if (acknowledged >= changes.length / 3) ended ??= end();
      return isDone;
    }),
  );
  await ended;
  return results;
}

/** Asks until every instance serves. @returns milliseconds @throws Error after too many of them */
async function timeUntilReady(world: World): Promise<number> {
  const started = performance.now();
  for (const index of world.processes.keys()) {
    while ((await world.ask(index, 'GET', '/health/ready'))?.status !== 200) {
      if (performance.now() - started > RECOVERY_MS) throw new Error(`instance ${index} is not back`);
      await sleep(50);
    }
  }
  return performance.now() - started;
}

describe('a database server that ends and is started again', () => {
  let server: OwnMariadb;
  let world: World;

  beforeAll(async () => {
    server = await OwnMariadb.start();
    const people = Array.from({ length: 4 * CHANGES }, (_, index) => ({ email: personOf(index) }));
    world = await World.open(
      [{ email: ADMIN, role: 'ADMIN' }, { email: OWNER }, ...people],
      // Short, so that what was answered last is past the window: what is left is the rule for lost answers.
      { REFRESH_RETRY_SECONDS: '1' },
      { database: { url: server.url, drop: async () => undefined } },
    );
  });
  afterAll(async () => {
    await world.close();
    await server.end();
  });

  it.each([
    ['crash', 0],
    ['halt', 2 * CHANGES],
  ] as const)(
    'by a %s signs nobody out, loses nothing, brings nothing back, and is used again soon',
    async (end, from) => {
      const passwords = new Map<string, string>();
      const during = await prepareChanges(world, passwords, from);
      const away = await prepareChanges(world, passwords, from + CHANGES);
      const devices = await Promise.all(
        Array.from(
          { length: DEVICES },
          async (_, i) => new Device(world, await world.signIn(OWNER), new Random(i + 1)),
        ),
      );
      const running = Promise.all(devices.map((device) => device.run()));
      // What goes wrong is told at the end; until then it must not look unhandled.
      running.catch(() => undefined);

      const acknowledged = await makeUntil(during, () => server[end]());
      await sleep(MEMORY_MS);
      const refused = await Promise.all(away.map((change) => change.make()));
      const alive = await world.ask(0, 'GET', '/health/live');
      const ready = await world.ask(1, 'GET', '/health/ready');
      await sleep(Math.max(0, OUTAGE_MS - MEMORY_MS));
      await server.startAgain();
      const backAfter = await timeUntilReady(world);
      for (const device of devices) device.stop();
      await running;

      expect([alive?.status, ready?.status]).toEqual([200, 503]);
      expect(refused).not.toContain(true);
      for (const device of devices) {
        expect(device.refusals).toBeGreaterThan(0);
        for (const index of world.processes.keys()) expect(await device.renew(index)).toBe(true);
      }
      for (const [i, change] of during.entries()) await change.check(acknowledged[i]!);
      for (const change of away) await change.check(false);
      if (process.env.FAULT_REPORT) report(end, acknowledged, devices, backAfter);
    },
  );
});

/** For whoever writes down what was seen. */
function report(ending: string, acknowledged: boolean[], devices: Device[], backAfter: number): void {
  const done = acknowledged.filter(Boolean).length;
  const refusals = devices.reduce((sum, device) => sum + device.refusals, 0);
  process.stdout.write(
    `${ending}, ${OUTAGE_MS / 1_000} s: ${done} of ${acknowledged.length} changes acknowledged around the end, ` +
      `${refusals} times "unavailable" to devices, back after ${Math.round(backAfter)} ms\n`,
  );
}
