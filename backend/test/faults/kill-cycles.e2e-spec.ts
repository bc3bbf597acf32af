import { setTimeout as sleep } from 'node:timers/promises';
import type { TokenPairDto } from '../../src/auth/auth.dto';
import { Random } from '../rotation/random';
import { MYSQL_URL } from '../test-database';
import { ADMIN, type Change, changingPassword, changingRole, signingOut, signingOutEverywhere } from './changes';
import { World } from './world';

/**
 * How often a process is killed. `FAULT_CYCLES=1000 npm test -- kill-cycles` for a longer look. On a server half as often,
 * because two instances take twice as long.
 */
const CYCLES = Number(process.env.FAULT_CYCLES ?? (MYSQL_URL ? 50 : 100));
/** Worlds that go through their cycles side by side: a start leaves a core idle now and then. */
const LANES = 2;
/** The first of the seeds; a failure names its own. One by default, so that a run on the same code does the same. */
const SEED = Number(process.env.FAULT_SEED ?? 1);
const RENEWERS = 4;
/** The kill comes at most so late after the first request: long enough for a password to be hashed and written. */
const MOMENTS_MS = 250;
const RECOVERY_MS = 10_000;
const PERSON = 'person@example.com';
const RENEWER = 'renewer@example.com';

/** A device that renews its tokens over and over, and keeps the newest pair that reached it. */
class Renewer {
  private isAsked = true;

  constructor(
    private readonly world: World,
    private tokens: TokenPairDto,
    private readonly random: Random,
  ) {}

  async run(): Promise<void> {
    this.isAsked = true;
    while (this.isAsked && (await this.renew())) if (this.random.chance(50)) await this.look();
  }

  stop(): void {
    this.isAsked = false;
  }

  /** @returns false when the answer was lost @throws Error when it was refused */
  async renew(index = this.random.below(2)): Promise<boolean> {
    const answer = await this.world.refresh(this.tokens, index);
    if (answer === undefined) return false;
    if (answer.status !== 200) throw new Error(`a device was signed out wrongly: ${JSON.stringify(answer)}`);
    this.tokens = answer.body as unknown as TokenPairDto;
    return true;
  }

  private async look(): Promise<void> {
    const answer = await this.world.me(this.tokens, this.random.below(2));
    if (answer && answer.status !== 200) throw new Error(`a new access token was refused: ${JSON.stringify(answer)}`);
  }
}

/** The cycles of one world, whose state goes on from one to the next. */
class Cycles {
  private readonly passwords = new Map<string, string>();
  private renewers: Renewer[] = [];
  readonly recoveries: number[] = [];
  readonly acknowledged: Record<string, [yes: number, no: number]> = {};

  private constructor(
    private readonly world: World,
    private readonly personId: string,
  ) {}

  static async open(): Promise<Cycles> {
    const people = [{ email: ADMIN, role: 'ADMIN' }, { email: PERSON }, { email: RENEWER }];
    // Short, so that a killed process is back only after the window: what is left is the rule for lost answers.
    const world = await World.open(people, { REFRESH_RETRY_SECONDS: '1' });
    const { id } = (await world.me(await world.signIn(PERSON)))!.body;
    return new Cycles(world, id as string);
  }

  async cycle(seed: number): Promise<void> {
    const random = new Random(seed);
    const { world } = this;
    this.renewers = await Promise.all(
      Array.from({ length: RENEWERS }, async (_, index) => {
        return new Renewer(world, await world.signIn(RENEWER), new Random(seed * RENEWERS + index));
      }),
    );
    const change = await this.change(random);
    const running = Promise.all(this.renewers.map((renewer) => renewer.run()));
    const made = sleep(random.below(50)).then(() => change.make());
    await sleep(random.below(MOMENTS_MS));
    await world.kill(0);
    for (const renewer of this.renewers) renewer.stop();
    const [isAcknowledged] = await Promise.all([made, running]);
    this.recoveries.push(await world.restart(0));
    for (const renewer of this.renewers) {
      if (!(await renewer.renew())) throw new Error('a device got no answer although everything runs');
    }
    await change.check(isAcknowledged);
    (this.acknowledged[change.name] ??= [0, 0])[isAcknowledged ? 0 : 1] += 1;
  }

  close(): Promise<void> {
    return this.world.close();
  }

  private change(random: Random): Promise<Change> {
    const { world, personId, passwords } = this;
    const password = passwords.get(PERSON);
    return random.weighted<() => Promise<Change>>([
      [1, () => signingOut(world, PERSON, password)],
      [1, () => signingOutEverywhere(world, PERSON, password)],
      [1, () => changingPassword(world, PERSON, passwords)],
      [1, () => changingRole(world, PERSON, personId, random.chance(50) ? 'ADMIN' : 'USER', password)],
    ])();
  }
}

describe('a process that is killed at any moment', () => {
  const lanes: Cycles[] = [];

  beforeAll(async () => {
    for (let lane = 0; lane < Math.min(LANES, CYCLES); lane += 1) lanes.push(await Cycles.open());
  }, 60_000);
  afterAll(() => Promise.all(lanes.map((cycles) => cycles.close())));

  it(
    `${CYCLES} times: nothing acknowledged is lost, nothing ended lives, nobody is signed out, and it is back soon`,
    async () => {
      const seeds = Array.from({ length: CYCLES }, (_, index) => SEED + index).values();
      await Promise.all(lanes.map((cycles) => goThrough(cycles, seeds)));
      const recoveries = lanes.flatMap((cycles) => cycles.recoveries);
      expect(recoveries).toHaveLength(CYCLES);
      // The usual one: a single start on a busy machine says more about the machine. None takes over 30 s.
      const usual = recoveries.toSorted((a, b) => a - b)[Math.floor(CYCLES / 2)];
      expect(usual).toBeLessThan(RECOVERY_MS);
      if (process.env.FAULT_REPORT)
        report(
          lanes.map(({ acknowledged }) => acknowledged),
          recoveries,
        );
    },
    60_000 + CYCLES * 8_000,
  );
});

/** Takes the next seed, and the next, until there is none. */
async function goThrough(cycles: Cycles, seeds: Iterable<number>): Promise<void> {
  for (const seed of seeds) {
    try {
      await cycles.cycle(seed);
    } catch (error) {
      throw new Error(`FAULT_SEED=${seed} FAULT_CYCLES=1: ${(error as Error).message}`, { cause: error });
    }
  }
}

/** For whoever writes down what was seen. */
function report(acknowledged: readonly object[], recoveries: readonly number[]): void {
  process.stdout.write(`${JSON.stringify(acknowledged)}\nslowest recovery ${Math.round(Math.max(...recoveries))} ms\n`);
}
