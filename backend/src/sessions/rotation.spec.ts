import { afterRotation, decideRotation, LOST_ANSWER_MS, type Rotation, type RotationState } from './rotation';

const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;
const RETRY_MS = 30 * SECOND;
const NOW = 1_800_000_000_000;

/** A session whose third refresh token is the current one: the first was superseded 20 s ago, the second 10 s ago. */
function session(changes: Partial<RotationState> = {}): RotationState {
  return {
    generation: 3,
    confirmedGeneration: 3,
    recentRotations: [
      [1, NOW - 20 * SECOND],
      [2, NOW - 10 * SECOND],
    ],
    idleExpiresAt: NOW + 14 * DAY,
    expiresAt: NOW + 30 * DAY,
    endedAt: null,
    isUserDisabled: false,
    ...changes,
  };
}

const decide = (state: RotationState, presented: number, { now = NOW, retryMs = RETRY_MS } = {}) =>
  decideRotation(state, presented, now, retryMs);

describe('deciding over a refresh token', () => {
  it('rotates for the current one', () => {
    expect(decide(session(), 3)).toBe('rotate');
    expect(decide(session({ confirmedGeneration: 0, recentRotations: [] }), 3)).toBe('rotate');
  });

  describe('of a session that is over', () => {
    it.each<[string, Partial<RotationState>]>([
      ['has ended', { endedAt: NOW - 1 }],
      ['ends at this very moment', { endedAt: NOW }],
      ['was ended by a clock that is ahead', { endedAt: NOW + SECOND }],
      ['was idle for too long', { idleExpiresAt: NOW }],
      ['is past its absolute end', { expiresAt: NOW }],
      ['belongs to a disabled person', { isUserDisabled: true }],
    ])('refuses every generation when it %s', (_, changes) => {
      for (const presented of [0, 1, 2, 3, 4]) expect(decide(session(changes), presented)).toBe('refuse');
    });

    it.each(['idleExpiresAt', 'expiresAt'] as const)('goes on until the last millisecond before %s', (end) => {
      expect(decide(session({ [end]: NOW + 1 }), 3)).toBe('rotate');
      expect(decide(session({ [end]: NOW }), 3)).toBe('refuse');
    });
  });

  describe('that was superseded', () => {
    it('repeats the current one for every generation inside the retry window, confirmed or not', () => {
      for (const confirmedGeneration of [0, 2, 3]) {
        expect(decide(session({ confirmedGeneration }), 1)).toBe('repeat');
        expect(decide(session({ confirmedGeneration }), 2)).toBe('repeat');
      }
    });

    it('repeats to the last millisecond of the window, then ends the session', () => {
      const supersededAt = NOW - 10 * SECOND;
      expect(decide(session(), 2, { now: supersededAt })).toBe('repeat');
      expect(decide(session(), 2, { now: supersededAt + RETRY_MS - 1 })).toBe('repeat');
      expect(decide(session(), 2, { now: supersededAt + RETRY_MS })).toBe('replay');
    });

    it('repeats for the last one as long as its answer may be lost: nobody was seen to use the successor', () => {
      const supersededAt = NOW - 10 * SECOND;
      const unconfirmed = session({ confirmedGeneration: 2 });
      expect(decide(unconfirmed, 2, { now: supersededAt + RETRY_MS })).toBe('repeat');
      expect(decide(unconfirmed, 2, { now: supersededAt + LOST_ANSWER_MS })).toBe('repeat');
      expect(decide(unconfirmed, 2, { now: supersededAt + LOST_ANSWER_MS + 1 })).toBe('replay');
    });

    it('waits a day for a lost answer', () => {
      expect(LOST_ANSWER_MS).toBe(DAY);
    });

    it('ends the session for the one before the last, whether or not the last is confirmed', () => {
      for (const confirmedGeneration of [0, 1, 2, 3]) {
        expect(decide(session({ confirmedGeneration }), 1, { now: NOW + RETRY_MS })).toBe('replay');
      }
    });

    it('ends the session for one that is no longer remembered', () => {
      expect(decide(session({ recentRotations: [[2, NOW]] }), 1)).toBe('replay');
      expect(decide(session({ recentRotations: [], confirmedGeneration: 0 }), 2)).toBe('replay');
      expect(decide(session(), 0)).toBe('replay');
    });
  });

  it('refuses one from the future without ending anything: the row was restored from a backup', () => {
    expect(decide(session(), 4)).toBe('refuse');
    expect(decide(session(), 2 ** 32 - 1)).toBe('refuse');
  });

  it('takes a clock that was set back for no time at all', () => {
    const now = NOW - 3600 * SECOND;
    expect(decide(session(), 3, { now })).toBe('rotate');
    expect(decide(session(), 2, { now })).toBe('repeat');
    expect(decide(session(), 1, { now })).toBe('repeat');
  });

  it('is strict single use without a retry window', () => {
    const state = session({ confirmedGeneration: 0, recentRotations: [[2, NOW]] });
    expect(decide(state, 3, { retryMs: 0 })).toBe('rotate');
    expect(decide(state, 2, { retryMs: 0 })).toBe('replay');
    expect(decide(state, 2, { retryMs: 0, now: NOW - SECOND })).toBe('replay');
    expect(decide(state, 4, { retryMs: 0 })).toBe('refuse');
  });
});

describe('remembering rotations', () => {
  const after = (recentRotations: readonly Rotation[], retryMs = RETRY_MS) =>
    afterRotation(session({ recentRotations }), NOW, retryMs);

  it('adds the generation that was superseded now', () => {
    expect(after([])).toEqual([[3, NOW]]);
  });

  it('keeps what is inside the retry window, and forgets the rest', () => {
    expect(
      after([
        [1, NOW - RETRY_MS],
        [2, NOW - RETRY_MS + 1],
      ]),
    ).toEqual([
      [2, NOW - RETRY_MS + 1],
      [3, NOW],
    ]);
  });

  it('keeps the newest without a retry window', () => {
    expect(after([[2, NOW]], 0)).toEqual([[3, NOW]]);
  });

  it('does not touch the state it was given', () => {
    const state = session();
    const before = structuredClone(state);
    afterRotation(state, NOW, RETRY_MS);
    expect(state).toEqual(before);
  });

  it('never outgrows its column, also with the longest window and the largest numbers', () => {
    const state = session({ generation: 4_000_000_000, recentRotations: [] });
    for (let i = 0; i < 200; i++) {
      const recentRotations = afterRotation(state, NOW, 300 * SECOND);
      Object.assign(state, { generation: state.generation + 1, recentRotations });
    }
    expect(JSON.stringify(state.recentRotations).length).toBeLessThanOrEqual(2048);
    expect(state.recentRotations.at(-1)?.[0]).toBe(state.generation - 1);
  });
});

/** The table of the design, word for word, over everything that ever happened: slow, without any cleverness. */
class Model {
  current = 1;
  confirmed = 0;
  isOver = false;
  readonly supersededAt = new Map<number, number>();
  private readonly forgotten = new Set<number>();

  constructor(
    private readonly retryMs: number,
    readonly endsAt: number,
  ) {}

  answer(presented: number, now: number): string {
    if (this.isOver || now >= this.endsAt || presented > this.current) return 'refuse';
    if (presented === this.current) return 'rotate';
    if (this.retryMs === 0 || this.forgotten.has(presented)) return 'replay';
    const age = now - this.supersededAt.get(presented)!;
    if (age < this.retryMs) return 'repeat';
    const isLast = presented === this.current - 1;
    return isLast && this.confirmed < this.current && age <= DAY ? 'repeat' : 'replay';
  }

  rotate(now: number): void {
    // A generation that was once seen to be past the window stays so, even if the clock is set back.
    for (const [generation, at] of this.supersededAt) if (now - at >= this.retryMs) this.forgotten.add(generation);
    this.supersededAt.set(this.current, now);
    this.current++;
  }
}

/** Numbers that look random and are the same in every run. @see https://en.wikipedia.org/wiki/Xorshift */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

describe.each([0, 1, RETRY_MS, 300 * SECOND])('a random walk with a retry window of %d ms', (retryMs) => {
  const STEPS = 10_000;

  it.each([1, 7, 20_261_124])('from seed %d always decides like the table', (seed) => {
    const random = randomFrom(seed);
    const pick = <T>(...choices: T[]): T => choices[random(choices.length)]!;
    const seen = new Map<string, number>();
    let now = NOW;
    const begin = (): [Model, RotationState] => {
      const endsAt = now + 3 * DAY;
      const row = {
        generation: 1,
        confirmedGeneration: 0,
        recentRotations: [],
        idleExpiresAt: endsAt,
        expiresAt: endsAt,
      };
      return [new Model(retryMs, endsAt), session(row)];
    };
    let [model, state] = begin();

    for (let step = 0; step < STEPS; step++) {
      // Steps of the clock as they come: the same moment, a storm, people, a night, a clock that is set back.
      now += pick(
        0,
        0,
        random(50),
        random(SECOND),
        retryMs,
        retryMs - 1,
        random(60 * SECOND),
        random(DAY),
        -random(5 * SECOND),
      );
      if (random(4) === 0) {
        model.confirmed = Math.max(model.confirmed, model.current);
        Object.assign(state, { confirmedGeneration: model.confirmed });
      }
      const presented = Math.max(0, model.current + pick(1, 0, 0, 0, -1, -1, -2, -random(8)));
      if (presented === 0) continue;

      const expected = model.answer(presented, now);
      const decision = decideRotation(state, presented, now, retryMs);

      // Not by expect(), which takes longer than everything else here.
      if (decision !== expected)
        throw new Error(
          `step ${step}: ${decision} instead of ${expected} for ${presented} in ${JSON.stringify(state)}`,
        );
      seen.set(decision, (seen.get(decision) ?? 0) + 1);
      if (decision === 'rotate') {
        const recentRotations = afterRotation(state, now, retryMs);
        Object.assign(state, { generation: state.generation + 1, recentRotations });
        model.rotate(now);
      } else if (decision === 'replay') {
        Object.assign(state, { endedAt: now });
        model.isOver = true;
      } else if (decision === 'refuse' && presented <= model.current) {
        [model, state] = begin();
      }
    }

    // The walk went everywhere; without a window there is nothing to repeat.
    const everywhere = ['refuse', 'replay', 'rotate', ...(retryMs > 0 ? ['repeat'] : [])];
    expect([...seen.keys()].toSorted()).toEqual(everywhere.toSorted());
    for (const count of seen.values()) expect(count).toBeGreaterThan(50);
  });
});
