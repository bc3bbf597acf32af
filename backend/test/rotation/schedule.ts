import { Random } from './random';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The settings under which a schedule plays, in milliseconds. */
export interface Rules {
  readonly retryMs: number;
  readonly idleMs: number;
  readonly absoluteMs: number;
  readonly accessMs: number;
}

export type Deed =
  | 'refresh'
  | 'request'
  /** A refresh token that nobody has made. */
  | 'forge'
  /** A refresh token that was made, and that the row does not know yet: it was restored from a backup. */
  | 'foresee'
  | 'sign out'
  | 'revoke'
  | 'sign out everywhere'
  | 'change password'
  /** As the product does it: it ends every session. */
  | 'disable'
  /** As somebody does it by hand, in the database. */
  | 'suspend'
  | 'enable';

/** What somebody does. Who does not hold the tokens that are asked for uses what comes closest, so any part can go. */
export interface Act {
  readonly deed: Deed;
  readonly who: number;
  /** Which of the pairs that they hold: 0 is the newest, 1 the one before. */
  readonly back: number;
  /** Number of the API instance. */
  readonly on: number;
  /** The answer never arrives. */
  readonly isLost: boolean;
  /** The web app says that the browser may never see these tokens. */
  readonly isMarked: boolean;
}

export type Edge = 'retry window' | 'lost answer' | 'idle end' | 'absolute end';

export type Event =
  | { readonly happens: 'wait'; readonly ms: number }
  /** Waits until so long after this edge of somebody's session; not at all when that is past. */
  | { readonly happens: 'wait for'; readonly edge: Edge; readonly who: number; readonly ms: number }
  /** Several acts are done at the same time; `order` is the seed of how their steps mix, where that can be chosen. */
  | { readonly happens: 'acts'; readonly acts: readonly Act[]; readonly order: number }
  | { readonly happens: 'theft'; readonly from: number }
  | { readonly happens: 'sign in'; readonly who: number; readonly on: number };

export interface Schedule {
  readonly seed: number;
  readonly rules: Rules;
  /** How far the clock of each instance is ahead, in milliseconds. */
  readonly skews: readonly number[];
  readonly events: readonly Event[];
}

/** Two tabs or web servers that share one session, another device of the same person, and somebody who copies tokens. */
export const TAB = 0;
export const OTHER_TAB = 1;
export const DEVICE = 2;
export const THIEF = 3;
export const NAMES = ['tab', 'other tab', 'device', 'thief'] as const;

/** What schedules are made of. */
export interface Kind {
  readonly rules: readonly Rules[];
  /** 2 or more also let clocks differ. */
  readonly instances: number;
  readonly maxEvents: number;
}

const MAX_SKEW_MS = 2 * SECOND;

/** The schedule of this number: always the same for the same kind. */
export function scheduleOf(seed: number, { rules, instances, maxEvents }: Kind): Schedule {
  const random = new Random(seed);
  const events: Event[] = [];
  const count = 4 + random.below(maxEvents - 3);
  while (events.length < count) events.push(event(random, instances));
  const skews = Array.from({ length: instances }, (_, instance) =>
    instance > 0 && random.chance(40) ? random.below(2 * MAX_SKEW_MS + 1) - MAX_SKEW_MS : 0,
  );
  return { seed, rules: rules[random.below(rules.length)]!, skews, events };
}

function event(random: Random, instances: number): Event {
  const happens = random.weighted<Event['happens']>([
    [50, 'acts'],
    [20, 'wait'],
    [22, 'wait for'],
    [5, 'theft'],
    [3, 'sign in'],
  ]);
  switch (happens) {
    case 'wait':
      return { happens, ms: duration(random) };
    case 'wait for':
      return { happens, edge: edge(random), who: somebody(random), ms: random.below(3) - 1 };
    case 'theft':
      return { happens, from: random.below(THIEF) };
    case 'sign in':
      return { happens, who: random.below(THIEF), on: random.below(instances) };
    case 'acts': {
      const length = random.chance(60) ? 1 : 2 + random.below(3);
      return { happens, acts: Array.from({ length }, () => act(random, instances)), order: random.below(2 ** 31) };
    }
  }
}

function act(random: Random, instances: number): Act {
  return {
    deed: random.weighted<Deed>([
      [63, 'refresh'],
      [20, 'request'],
      [2, 'forge'],
      [2, 'foresee'],
      [2, 'sign out'],
      [2, 'revoke'],
      [2, 'sign out everywhere'],
      [2, 'change password'],
      [1, 'disable'],
      [2, 'suspend'],
      [4, 'enable'],
    ]),
    who: somebody(random),
    back: random.chance(70) ? 0 : random.below(4),
    on: random.below(instances),
    isLost: random.chance(25),
    isMarked: random.chance(20),
  };
}

function somebody(random: Random): number {
  return random.weighted([
    [45, TAB],
    [25, OTHER_TAB],
    [15, DEVICE],
    [15, THIEF],
  ]);
}

function edge(random: Random): Edge {
  return random.weighted<Edge>([
    [60, 'retry window'],
    [25, 'lost answer'],
    [8, 'idle end'],
    [7, 'absolute end'],
  ]);
}

/** The pauses of life: a storm of requests, a person, lunch, a night, a holiday. */
function duration(random: Random): number {
  const limit = random.weighted([
    [30, 50],
    [25, SECOND],
    [20, 40 * SECOND],
    [12, 20 * MINUTE],
    [8, 26 * HOUR],
    [5, 8 * DAY],
  ]);
  return random.below(limit);
}
