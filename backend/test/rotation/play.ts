import { Holders } from './holders';
import { Model } from './model';
import { Promises } from './promises';
import { DEVICE, OTHER_TAB, type Act, type Event, type Schedule, TAB } from './schedule';
import { type Answer, type State, type Step, Violation, type World } from './world';

/** When every schedule begins; epoch milliseconds. */
export const START = 1_800_000_000_000;

/** Hears what was sent at the same time, and the answers. */
export type Hear = (steps: readonly Step[], answers: readonly Answer[]) => void;

export interface Attendance {
  readonly hear?: Hear;
  /** What is promised, before anything has happened; a model of its own for those who want to try a mistaken one. */
  readonly model?: Model;
}

/**
 * Plays a schedule in a world and holds every answer and every row to the model and to the promises. Acts that happen
 * at the same time may be answered as if they had come one after the other, in any order, and in no other way.
 * @throws Violation
 */
export async function play(schedule: Schedule, world: World, attendance: Attendance = {}): Promise<void> {
  const player = new Player(schedule, world, attendance);
  await player.begin();
  for (const event of schedule.events) await player.play(event);
}

class Player {
  private now = START;
  private model: Model;
  private readonly hear: Hear | undefined;
  private readonly promises: Promises;
  private readonly holders = new Holders();

  constructor(
    private readonly schedule: Schedule,
    private readonly world: World,
    { hear, model = new Model(schedule.rules) }: Attendance,
  ) {
    this.model = model;
    this.hear = hear;
    this.promises = new Promises(schedule);
  }

  /** Both tabs are signed in together. */
  async begin(): Promise<void> {
    await this.signIn(TAB, 0);
    this.holders.signIn(OTHER_TAB, this.holders.sessionOf(TAB), this.clockOf(0));
    await this.signIn(DEVICE, 0);
  }

  async play(event: Event): Promise<void> {
    switch (event.happens) {
      case 'wait':
        this.now += event.ms;
        return;
      case 'wait for': {
        const moment = this.model.momentOf(event.edge, this.holders.sessionOf(event.who));
        if (moment !== undefined) this.now = Math.max(this.now, moment + event.ms);
        return;
      }
      case 'theft':
        this.holders.copyToThief(event.from);
        return;
      case 'sign in':
        if (!this.model.isPersonDisabled) await this.signIn(event.who, event.on);
        return;
      case 'acts':
        return this.act(event.acts, event.order);
    }
  }

  private clockOf(instance: number): number {
    return this.now + this.schedule.skews[instance]!;
  }

  private async signIn(who: number, on: number): Promise<void> {
    const now = this.clockOf(on);
    const session = await this.world.signIn(on, now);
    this.model.signIn(now);
    this.promises.signIn();
    this.holders.signIn(who, session, now);
  }

  private async act(acts: readonly Act[], order: number): Promise<void> {
    const done = acts.flatMap((act) => {
      const step = this.holders.stepOf(act, this.clockOf(act.on));
      return step ? [{ act, step }] : [];
    });
    if (done.length === 0) return;
    const steps = done.map(({ step }) => step);
    const answers = await this.world.perform(steps, order);
    const state = await this.world.look();
    this.hear?.(steps, answers);

    const before = this.model;
    const answered = steps.map((step, index) => [step, answers[index]!] as const);
    const after = explain(before, answered, state);
    if (!after) throw new Violation(unexplained(before, answered, state));
    this.promises.check(answered, state.rows, ({ session, now }) => before.isLiveAt(session, now), this.now);
    this.model = after;
    done.forEach(({ act, step }, index) => this.deliver(act, step, answers[index]!));
  }

  private deliver(act: Act, step: Step, answer: Answer): void {
    if (act.isLost || typeof answer !== 'number') return;
    this.holders.receive(act.who, step, answer);
    this.promises.receive(step, answer);
  }
}

type Answered = readonly [step: Step, answer: Answer];

/** @returns the model after the steps, in an order that gives these answers and leaves this state; undefined when none does */
function explain(model: Model, open: readonly Answered[], state: State): Model | undefined {
  if (open.length === 0) return isSame(model.look(), state) ? model : undefined;
  for (const first of open) {
    const after = model.copy();
    if (after.apply(first[0]) !== first[1]) continue;
    const rest = explain(
      after,
      open.filter((other) => other !== first),
      state,
    );
    if (rest) return rest;
  }
  return undefined;
}

/** Field by field: comparing is most of the work of the explorer. */
function isSame(expected: State, actual: State): boolean {
  return (
    expected.isDisabled === actual.isDisabled &&
    expected.rows.length === actual.rows.length &&
    expected.rows.every((row, index) => {
      const other = actual.rows[index]!;
      return (
        row.generation === other.generation &&
        row.confirmedGeneration === other.confirmedGeneration &&
        row.lastUsedAt === other.lastUsedAt &&
        row.idleExpiresAt === other.idleExpiresAt &&
        row.expiresAt === other.expiresAt &&
        row.endedReason === other.endedReason &&
        row.recentRotations.length === other.recentRotations.length &&
        row.recentRotations.every((pair, at) => pair.every((value, part) => value === other.recentRotations[at]![part]))
      );
    })
  );
}

/** What one order would have given, to read beside what came. */
function unexplained(before: Model, answered: readonly Answered[], state: State): string {
  const model = before.copy();
  const expected = answered.map(([step]) => model.apply(step));
  const said = answered.map(([, answer]) => answer);
  return [
    `no order of the calls gives ${JSON.stringify(said)} and leaves`,
    `  ${JSON.stringify(state)}`,
    `one order would be ${JSON.stringify(expected)} and`,
    `  ${JSON.stringify(model.look())}`,
  ].join('\n');
}
