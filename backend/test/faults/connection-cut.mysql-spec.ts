import { setTimeout as sleep } from 'node:timers/promises';
import { MYSQL_URL } from '../test-database';
import {
  ADMIN,
  type Change,
  changingPassword,
  changingRole,
  rotating,
  signingIn,
  signingOut,
  signingOutEverywhere,
} from './changes';
import { CuttingProxy, MOMENTS } from './cutting-proxy';
import { World } from './world';

jest.setTimeout(180_000);

/** Longer than anything is believed that was read before. */
const MEMORY_MS = 1_000;
/** More statements than anything here takes. */
const MANY = 40;
const PEOPLE = ['rotating', 'entering', 'leaving', 'wandering', 'renaming', 'rising'].map(
  (name) => `${name}@example.com`,
);
const [ROTATING, ENTERING, LEAVING, WANDERING, RENAMING, RISING] = PEOPLE as [string, string, string, string, string, string]; // prettier-ignore

describe('a connection to the database that is cut in the middle', () => {
  let proxy: CuttingProxy;
  let world: World;

  beforeAll(async () => {
    const { hostname, port } = new URL(MYSQL_URL!);
    proxy = new CuttingProxy(hostname, Number(port || 3306));
    await proxy.start();
    const people = [{ email: ADMIN, role: 'ADMIN' }, ...PEOPLE.map((email) => ({ email }))];
    // Only the first instance has a bad connection; the other one sees what is there.
    const route = (url: string, instance: number) => (instance === 0 ? url.replace(/:\d+\//, `:${proxy.port}/`) : url);
    world = await World.open(people, {}, { route });
  });
  afterAll(async () => {
    await world.close();
    await proxy.stop();
  });

  const passwords = new Map<string, string>();
  it.each<[string, () => Promise<Change>]>([
    ['rotation', () => rotating(world, ROTATING)],
    ['sign-in', () => signingIn(world, ENTERING)],
    ['sign-out', () => signingOut(world, LEAVING)],
    ['sign-out everywhere', () => signingOutEverywhere(world, WANDERING)],
    ['password change', () => changingPassword(world, RENAMING, passwords)],
    [
      'role change',
      async () => {
        const { user } = await world.signIn(RISING);
        return changingRole(world, RISING, user.id, user.role === 'ADMIN' ? 'USER' : 'ADMIN');
      },
    ],
  ])('of a %s, at any statement and before or after it, leaves all of it or nothing', async (_name, prepare) => {
    const acknowledged = new Set<boolean>();
    for (const moment of MOMENTS) {
      for (let nth = 1; nth < MANY; nth += 1) {
        const change = await prepare();
        proxy.arm(nth, moment);
        const isAcknowledged = await change.make();
        const statement = proxy.disarm();
        // It may be done without anybody having been told: what was known before counts for its second.
        if (statement === 'COMMIT' && !isAcknowledged) await sleep(MEMORY_MS);
        try {
          await change.check(isAcknowledged);
          if (statement === undefined && !isAcknowledged) throw new Error('nothing was cut, and it failed');
        } catch (error) {
          throw new Error(`${moment}, ${nth}: ${statement?.slice(0, 40)}: ${(error as Error).message}`, {
            cause: error,
          });
        }
        if (statement === undefined) break;
        acknowledged.add(isAcknowledged);
      }
    }
    expect(acknowledged).toEqual(new Set([true, false]));
    const requests = world.processes[0]!.log.filter(({ msg }) => msg === 'request');
    const failures = requests.map(({ status }) => status as number).filter((status) => status >= 500);
    expect(new Set(failures)).toEqual(new Set([503]));
  });
});
