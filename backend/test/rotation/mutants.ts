import { afterRotation, decideRotation, LOST_ANSWER_MS, type RotationState } from '../../src/sessions/rotation';
import { PRODUCT, type Subject } from './subject';

type Decide = Subject['decideRotation'];
type Defect = Partial<Subject>;

/** The product decides, and then `change` has another opinion. */
function deciding(change: (decision: ReturnType<Decide>, ...given: Parameters<Decide>) => ReturnType<Decide>): Defect {
  return { decideRotation: (...given) => change(decideRotation(...given), ...given) };
}

/** The product decides over a row of which something is not as it is. */
function reading(change: (state: RotationState, ...given: Parameters<Decide>) => Partial<RotationState>): Defect {
  return {
    decideRotation: (state, ...given) => decideRotation({ ...state, ...change(state, state, ...given) }, ...given),
  };
}

const ageOf = ({ recentRotations }: RotationState, presented: number, now: number): number =>
  now - (recentRotations.find(([generation]) => generation === presented)?.[1] ?? -Infinity);

/** Defects that a rotation of refresh tokens could have, each as what it puts in the place of the product's part. */
export const MUTANTS: Readonly<Record<string, Defect>> = {
  'rotates again for a superseded token': deciding((decision) => (decision === 'repeat' ? 'rotate' : decision)),
  'rotates for whatever token comes': deciding((decision) => (decision === 'refuse' ? decision : 'rotate')),
  'repeats without a limit': deciding((decision) => (decision === 'replay' ? 'repeat' : decision)),
  'repeats to the end of the window and a moment longer': deciding((decision, state, presented, now, retryMs) =>
    retryMs > 0 && ageOf(state, presented, now) === retryMs && decision === 'replay' ? 'repeat' : decision,
  ),
  'repeats a moment too short': deciding((decision, state, presented, now, retryMs) =>
    ageOf(state, presented, now) === retryMs - 1 && decision === 'repeat' ? 'replay' : decision,
  ),
  'repeats although nobody set a window': deciding((decision, state, presented, now, retryMs) =>
    retryMs === 0 && ageOf(state, presented, now) < 1000 && decision === 'replay' ? 'repeat' : decision,
  ),
  'knows no window': {
    decideRotation: (state, presented, now) => decideRotation(state, presented, now, 0),
  },
  'does not look who was seen': reading(() => ({ confirmedGeneration: 0 })),
  'takes everybody for seen': reading(({ generation }) => ({ confirmedGeneration: generation })),
  'waits for a lost answer forever': deciding((decision, state, presented, now, retryMs) =>
    retryMs > 0 && presented === state.generation - 1 && state.confirmedGeneration < state.generation
      ? decision === 'replay'
        ? 'repeat'
        : decision
      : decision,
  ),
  'waits for a lost answer a moment too short': deciding((decision, state, presented, now) =>
    ageOf(state, presented, now) === LOST_ANSWER_MS && decision === 'repeat' ? 'replay' : decision,
  ),
  'takes any remembered token for a lost answer': deciding((decision, state, presented, now, retryMs) =>
    retryMs > 0 && decision === 'replay' && ageOf(state, presented, now) <= LOST_ANSWER_MS ? 'repeat' : decision,
  ),
  'refuses a replay and lets the session live': deciding((decision) => (decision === 'replay' ? 'refuse' : decision)),
  'ends a session for one from the future': deciding((decision, { generation }, presented) =>
    decision === 'refuse' && presented > generation ? 'replay' : decision,
  ),
  'goes on after the end of a session': reading(() => ({ endedAt: null })),
  'goes on with a disabled person': reading(() => ({ isUserDisabled: false })),
  'goes on after the idle end': reading(() => ({ idleExpiresAt: Infinity })),
  'goes on a moment after the end': reading(({ idleExpiresAt, expiresAt }) => ({
    idleExpiresAt: idleExpiresAt + 1,
    expiresAt: expiresAt + 1,
  })),
  'remembers no rotation': { afterRotation: () => [] },
  'remembers the last rotation only': { afterRotation: (...given) => afterRotation(...given).slice(-1) },
  'remembers what it should forget': {
    afterRotation: ({ recentRotations, generation }, now) => [...recentRotations, [generation, now]],
  },
  'remembers the wrong generation': {
    afterRotation: (state, now, retryMs) => afterRotation({ ...state, generation: state.generation + 1 }, now, retryMs),
  },
  'rotates what somebody else has rotated': {
    mayRotate: (stored, read, now) => PRODUCT.mayRotate({ ...stored, generation: read.generation }, read, now),
  },
  'rotates what has ended in between': {
    mayRotate: (stored, read, now) => PRODUCT.mayRotate({ ...stored, endedReason: null }, read, now),
  },
  'forgets to slide the idle end': {
    endsAfter: ({ idleExpiresAt, expiresAt }) => ({ idleExpiresAt, expiresAt }),
  },
  'slides the idle end past the absolute one': {
    endsAfter: ({ expiresAt }, now, { idleMs }) => ({ idleExpiresAt: now + idleMs, expiresAt }),
  },
  'moves the absolute end': {
    endsAfter: (read, now, rules) => ({ ...PRODUCT.endsAfter(read, now, rules), expiresAt: now + rules.absoluteMs }),
  },
  'gives a sibling': { repeated: ({ generation }) => generation + 1 },
  'gives the successor that was current once': { repeated: (_, presented) => presented + 1 },
  'takes a late confirmation for the newest': { mayConfirm: ({ generation }, confirmed) => generation >= confirmed },
  'never confirms': { mayConfirm: () => false },
  'rolls the end of a replayed session back': { isReplayCommitted: false },
};
