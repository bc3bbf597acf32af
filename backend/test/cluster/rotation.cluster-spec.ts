import { setTimeout as sleep } from 'node:timers/promises';
import type { TokenPairDto } from '../../src/auth/auth.dto';
import { Device } from '../faults/device';
import { World } from '../faults/world';
import { Random } from '../rotation/random';
import { askNode, clusterSize, holdBack, NODES, startingAt } from './nodes';

const RETRY_MS = 2_000;
const EMAIL = 'somebody@cluster.example';
/** Longer than a node is away, and is brought up to date. */
const RETURN_MS = 40_000;

describe('two instances, each at another node of a cluster', () => {
  let world: World;

  beforeAll(async () => {
    const people = [{ email: EMAIL }, { email: 'admin@cluster.example', role: 'ADMIN' }];
    const settings = { REFRESH_RETRY_SECONDS: String(RETRY_MS / 1000) };
    world = await World.open(people, settings, { route: startingAt });
  }, 120_000);
  afterAll(() => world.close());

  const pair = (answer: Awaited<ReturnType<World['refresh']>>) => {
    expect(answer).toMatchObject({ status: 200 });
    return answer!.body as unknown as TokenPairDto;
  };

  it('stand at different nodes of one cluster', async () => {
    expect(NODES.length).toBeGreaterThanOrEqual(3);
    expect(await Promise.all(NODES.map((_, node) => clusterSize(node)))).toEqual(NODES.map(() => NODES.length));
    const connections = await Promise.all(
      [0, 1].map((node) =>
        askNode(node, "SELECT COUNT(*) AS count FROM information_schema.PROCESSLIST WHERE DB LIKE 'latchkey_test%'"),
      ),
    );
    for (const [row] of connections) expect(Number(row!.count)).toBeGreaterThan(0);
  });

  it('rotate once, however many bring one token to both at once', async () => {
    let tokens = await world.signIn(EMAIL);
    for (let round = 0; round < 40; round += 1) {
      const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => world.refresh(tokens, i)));
      const successors = answers.map((answer) => pair(answer).refreshToken);
      expect(new Set(successors).size).toBe(1);
      expect(successors[0]).not.toBe(tokens.refreshToken);
      tokens = pair(answers[0]);
    }
  }, 120_000);

  it('know at once what the other one gave out', async () => {
    for (let round = 0; round < 40; round += 1) {
      const first = await world.signIn(EMAIL, undefined, round);
      expect(await world.me(first, round + 1)).toMatchObject({ status: 200 });
      const second = pair(await world.refresh(first, round + 1));
      expect(await world.me(second, round)).toMatchObject({ status: 200 });
      const third = pair(await world.refresh(second, round));
      pair(await world.refresh(third, round + 1));
    }
  }, 120_000);

  it('wait for what the other one gave out, when their node is behind', async () => {
    const other = await holdBack(1);
    const tokens = await world.signIn(EMAIL, undefined, 0);
    const successor = pair(await world.refresh(tokens, 0));
    const asked = [world.me(successor, 1), world.refresh(successor, 1)];
    await sleep(500);
    await other.catchUp();
    for (const answer of await Promise.all(asked)) pair(answer);
  });

  it('know at once that the other one ended a session', async () => {
    for (let round = 0; round < 20; round += 1) {
      const tokens = await world.signIn(EMAIL, undefined, round);
      const { refreshToken } = tokens;
      const answer = await world.ask(round, 'POST', '/v1/auth/logout', { body: { refreshToken } });
      expect(answer).toMatchObject({ status: 204 });
      expect(await world.refresh(tokens, round + 1)).toMatchObject({ status: 401 });
    }
  }, 60_000);

  it('end the session for both when a thief brings a superseded token to either', async () => {
    for (const thief of [0, 1]) {
      const stolen = await world.signIn(EMAIL);
      const current = pair(await world.refresh(stolen, 0));
      expect(await world.me(current, 1)).toMatchObject({ status: 200 });
      await sleep(RETRY_MS + 100);
      expect(await world.refresh(stolen, thief)).toMatchObject({ status: 401, body: { reason: 'replayed' } });
      expect(await world.refresh(current, 1 - thief)).toMatchObject({ status: 401 });
      await sleep(1_000);
      for (const index of [0, 1]) expect(await world.me(current, index)).toMatchObject({ status: 401 });
    }
  }, 60_000);

  it('sign nobody out while the node of one of them is stopped and comes back', async () => {
    const random = new Random(1);
    const devices = await Promise.all(
      [1, 2, 3, 4].map(
        async (seed) => new Device(world, await world.signIn(EMAIL), new Random(random.below(1_000) + seed)),
      ),
    );
    const running = Promise.all(devices.map((device) => device.run()));
    await sleep(1_000);
    await askNode(1, 'SHUTDOWN').catch(() => undefined);
    await until(async () => (await clusterSize(0)) === NODES.length - 1);
    await sleep(1_000);
    await until(async () => (await clusterSize(1)) === NODES.length);
    await sleep(1_000);
    for (const device of devices) device.stop();
    await running;
    for (const device of devices) {
      expect(await device.renew(0)).toBe(true);
      expect(await device.renew(1)).toBe(true);
    }
  }, 120_000);
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + RETURN_MS;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('The cluster did not become what it should be in time');
    await sleep(100);
  }
}
