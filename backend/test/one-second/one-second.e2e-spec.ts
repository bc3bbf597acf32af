import { setTimeout as sleep } from 'node:timers/promises';
import { World } from '../faults/world';
import { Observer } from './observer';
import { ADMIN, type Change, type Kind, Person } from './person';
import { closeConnections } from './send';

/** How many changes are made. `ONE_SECOND_CHANGES=1000 npm test -- one-second` for a longer look. */
const CHANGES = Number(process.env.ONE_SECOND_CHANGES ?? 105);
/** The promise. */
const LIMIT_MS = 1_000;
/** How long is asked after a change, so that the breach of the promise would be seen. */
const WATCH_MS = LIMIT_MS + 100;
/** The change comes at any age of what is remembered. */
const MAX_AGE_MS = 900;
const LANES = 7;
/** One round of changes in so many is followed by the end of the process that acknowledged them. */
const RESTART_EVERY = 7;

interface Lag {
  readonly kind: string;
  /** On the instance that made the change. */
  readonly here: number;
  /** On the slowest of all. */
  readonly everywhere: number;
}

/** Everybody who takes part, and what was seen. */
class Measurement {
  readonly lags: Lag[] = [];
  /** Milliseconds until a process served again. */
  readonly restarts: number[] = [];
  private readonly observers = new Set<Observer>();

  private constructor(
    private readonly world: World,
    private readonly people: readonly Person[],
  ) {}

  static async open(): Promise<Measurement> {
    const emails = Array.from({ length: LANES }, (_, lane) => `person-${lane}@example.com`);
    const world = await World.open([{ email: ADMIN, role: 'ADMIN' }, ...emails.map((email) => ({ email }))]);
    const admin = await world.signIn(ADMIN);
    return new Measurement(
      world,
      emails.map((email) => new Person(world, admin, email)),
    );
  }

  async close(): Promise<void> {
    await Promise.all([...this.observers].map((observer) => observer.end()));
    closeConnections();
    await this.world.close();
  }

  /** A change of each kind, each to somebody else, all by one instance, which may then be started anew. */
  async round(number: number): Promise<void> {
    const on = number % this.world.processes.length;
    const changes = await Promise.all(this.people.map((person, lane) => this.begin(person, number + lane)));
    const made = await Promise.all(changes.map((change) => this.make(change, on)));
    if (number % RESTART_EVERY === RESTART_EVERY - 1) await this.startAnew(on, number);
    await Promise.all(made.map((change) => this.finish(change, on)));
  }

  /** Gets a change ready, and has every instance asked what it will alter. */
  private async begin(person: Person, turn: number): Promise<Open> {
    const { world } = this;
    const kinds = Object.keys(person.kinds) as Kind[];
    const kind = kinds[turn % kinds.length]!;
    const change = await person.prepare(kind);
    const observer = new Observer(change.question, (i) => world.processes[i]!.address, world.processes.length);
    this.observers.add(observer);
    await observer.prime();
    return { kind, change, observer };
  }

  private async make({ kind, change, observer }: Open, on: number): Promise<Made> {
    await sleep(Math.random() * MAX_AGE_MS);
    const changedAt = await change.make(on);
    for (const instance of this.world.processes.keys()) await change.checkRefresh(instance);
    return { kind, change, observer, changedAt };
  }

  private async finish({ kind, change, observer, changedAt }: Made, on: number): Promise<void> {
    await sleep(Math.max(0, changedAt + WATCH_MS - performance.now()));
    for (const instance of this.world.processes.keys()) await change.checkRefresh(instance);
    await observer.end();
    this.observers.delete(observer);
    const lags = observer.lags(changedAt);
    this.lags.push({ kind, here: lags[on]!, everywhere: Math.max(...lags) });
  }

  private async startAnew(on: number, number: number): Promise<void> {
    await this.world.processes[on]!.end(number % 2 === 0 ? 'SIGTERM' : 'SIGKILL');
    this.restarts.push(await this.world.restart(on));
  }
}

interface Open {
  readonly kind: Kind;
  readonly change: Change;
  readonly observer: Observer;
}

interface Made extends Open {
  readonly changedAt: number;
}

describe('a change to what somebody may', () => {
  let measurement: Measurement;

  beforeAll(async () => {
    measurement = await Measurement.open();
  }, 60_000);
  afterAll(() => measurement.close());

  it(
    `acts on every instance within a second, ${CHANGES} times, and at once where it was made`,
    async () => {
      const { lags, restarts } = measurement;
      for (let round = 0; lags.length < CHANGES; round += 1) await measurement.round(round);
      if (process.env.ONE_SECOND_REPORT) report(lags, restarts);
      expect(lags.filter(({ everywhere }) => everywhere >= LIMIT_MS)).toEqual([]);
      expect(lags.filter(({ here }) => here > 0)).toEqual([]);
    },
    60_000 + CHANGES * 2_000,
  );
});

/** For whoever writes down what was seen. */
function report(lags: readonly Lag[], restarts: readonly number[]): void {
  const lineOf = (name: string, some: readonly Lag[]) => {
    const sorted = some.map(({ everywhere }) => everywhere).toSorted((a, b) => a - b);
    const at = (part: number) => Math.round(sorted[Math.ceil(sorted.length * part) - 1]!);
    return `${name}: ${some.length} changes, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, slowest ${at(1)} ms\n`;
  };
  for (const kind of new Set(lags.map((lag) => lag.kind))) {
    process.stdout.write(
      lineOf(
        kind,
        lags.filter((lag) => lag.kind === kind),
      ),
    );
  }
  process.stdout.write(lineOf('all', lags));
  process.stdout.write(`${restarts.length} restarts, slowest ${Math.round(Math.max(...restarts))} ms\n`);
}
