import { decideRotation } from '../../src/sessions/rotation';
import { Model, type Session } from './model';
import { MUTANTS } from './mutants';
import type { Rules } from './schedule';
import type { Subject } from './subject';
import type { Answer, Step } from './world';

/** A defect of the product that the model makes, too, so that only the promises are left to find it. */
export interface Mistake {
  readonly defect: Partial<Subject>;
  readonly Model: new (rules: Rules) => Model;
}

class Generous extends Model {
  protected override mayHaveAgain(): boolean {
    return true;
  }
}

class Strict extends Model {
  protected override mayHaveAgain(): boolean {
    return false;
  }
}

class Lenient extends Model {
  protected override replay(): Answer {
    return 'refused';
  }
}

class Undead extends Model {
  protected override refresh(session: Session, step: Step): Answer {
    const isOver = session.endedReason !== null && step.generation === session.generation;
    return isOver ? session.generation : super.refresh(session, step);
  }
}

/** By what the promises say to it. */
export const MISTAKES: Readonly<Record<string, Mistake>> = {
  'was replayed and answered': { defect: MUTANTS['repeats without a limit']!, Model: Generous },
  'somebody honest is signed out': { defect: MUTANTS['knows no window']!, Model: Strict },
  'the session goes on': { defect: MUTANTS['refuses a replay and lets the session live']!, Model: Lenient },
  'the session had ended': {
    defect: {
      decideRotation: (state, presented, ...given) =>
        state.endedAt !== null && presented === state.generation
          ? 'repeat'
          : decideRotation(state, presented, ...given),
    },
    Model: Undead,
  },
};
