import { setTimeout as sleep } from 'node:timers/promises';
import { verifyChain } from '../../src/audit/verify';
import { openReader } from '../../src/database/reader';
import { World } from '../faults/world';
import { startingAt } from './nodes';

const EVENTS = 200;
const AT_ONCE = 8;
/** Nodes that seal at once stop each other now and then, and try again after a second or two. */
const SEALED_MS = 20_000;

describe('the record of what happened, on a cluster', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.open([], {}, { route: startingAt });
  }, 120_000);
  afterAll(() => world.close());

  it('is one chain without a gap, whichever node each event came to and was sealed by', async () => {
    const events = Array.from({ length: EVENTS }, (_, index) => index).values();
    const attempt = async () => {
      for (const index of events) {
        const body = { email: `nobody-${index}@example.com`, password: 'x' };
        expect(await world.ask(index, 'POST', '/v1/auth/login', { body })).toMatchObject({ status: 401 });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, attempt));
    const reader = await openReader(startingAt(world.databaseUrl, 0));
    try {
      const deadline = Date.now() + SEALED_MS;
      while ((await verifyChain(reader)).unsealed > 0 && Date.now() < deadline) await sleep(200);
      const { fault, ...rest } = await verifyChain(reader);
      expect(fault).toBeUndefined();
      expect(rest).toMatchObject({ verified: EVENTS, unsealed: 0, end: { sequence: EVENTS } });
    } finally {
      await reader.close();
    }
  }, 120_000);
});
